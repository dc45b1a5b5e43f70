-- Puts dead letters at the end of their queue's front, with a fresh budget.
-- KEYS the group's
-- ARGV members
-- Result {how many there were}
-- @include group.lua
-- @include deliveries.lua
local found = 0
for _, member in ipairs(ARGV) do
  local value = call('HGET', DEAD_EVENTS, member)
  if value then
    local q, handler = queueOf(member), string.match(member, '^%S+ (%S+)')
    local _, rest = splitLine(value)
    local id = newId(q, handler == '0' and 0 or 1, false)
    call('HSET', DELIVERIES, id, (handler == '0' and '' or handler .. ':0') .. rest)
    call('RPUSH', FRONT[q], id)
    call('HDEL', DEAD_EVENTS, member)
    count(q, 'dead', -1)
    count(q, 'ready', 1)
    wake(q)
    found = found + 1
  end
  call('ZREM', DEAD, member)
end
storeCounts()
return {found}
