-- Removes dead letters.
-- KEYS the group's
-- ARGV members
-- Result {how many there were}
-- @include group.lua
-- @include deliveries.lua
local found = 0
for _, member in ipairs(ARGV) do
  if call('ZREM', DEAD, member) == 1 then
    call('HDEL', DEAD_EVENTS, member)
    count(queueOf(member), 'dead', -1)
    count(queueOf(member), 'discarded', 1)
    found = found + 1
  end
end
storeCounts()
return {found}
