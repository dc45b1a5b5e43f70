-- Reads one delivery that waits for its time.
-- KEYS the group's
-- ARGV delivery id
-- Result {id, due, 1 for a first delivery or 0, value}, or {} when it is due or gone
-- @include group.lua
-- @include ids.lua
local due = call('ZSCORE', CALENDAR[queueOf(ARGV[1])], ARGV[1])
local value = call('HGET', DELIVERIES, ARGV[1])
if not due or tonumber(due) <= now or not value then
  return {}
end
return {ARGV[1], due, string.byte(value) == 64 and 1 or 0, value}
