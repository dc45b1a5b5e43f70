-- Removes a first delivery that is not yet due.
-- KEYS the group's
-- ARGV event id
-- Result {1}, or {0} when there is none
-- @include group.lua
-- @include deliveries.lua
local id = call('HGET', SCHEDULED, ARGV[1])
local due = id and call('ZSCORE', CALENDAR[queueOf(id)], id)
if not due or tonumber(due) <= now then
  return {0}
end
call('ZREM', CALENDAR[queueOf(id)], id)
call('HDEL', DELIVERIES, id)
call('HDEL', SCHEDULED, ARGV[1])
count(queueOf(id), 'delayed', -weightOf(id))
count(queueOf(id), 'cancelled', weightOf(id))
storeCounts()
return {1}
