-- Reads the dead letters that are asked for.
-- KEYS the group's
-- ARGV members
-- Result {member, value, ...} of those that there are
-- @include group.lua
local result = {}
for _, member in ipairs(ARGV) do
  local value = call('HGET', DEAD_EVENTS, member)
  if value then
    result[#result + 1] = member
    result[#result + 1] = value
  end
end
return result
