-- Tells how much there is to page through, in deliveries; what is due counts as ready.
-- KEYS the group's
-- Result {dead letters, delayed, ready in h, d, l}
-- @include group.lua
local result = {call('ZCARD', DEAD), 0}
for i, q in ipairs(QUEUES) do
  local due = call('ZCOUNT', CALENDAR[q], '-inf', now)
  result[2] = result[2] + call('ZCARD', CALENDAR[q]) - due
  result[2 + i] = call('ZCARD', SUSPECTS[q]) + call('LLEN', FRONT[q]) + call('LLEN', READY[q]) + due
end
return result
