-- Makes a delivery due that waits for its time.
-- KEYS the group's
-- ARGV delivery id
-- Result {1}, or {0} when it is due or gone
-- @include group.lua
-- @include deliveries.lua
local q = queueOf(ARGV[1])
local due = call('ZSCORE', CALENDAR[q], ARGV[1])
if not due or tonumber(due) <= now then
  return {0}
end
-- Nothing is due before it, so it is the one that is moved.
call('ZADD', CALENDAR[q], 0, ARGV[1])
promote(q, 1)
storeCounts()
wake(q)
return {1}
