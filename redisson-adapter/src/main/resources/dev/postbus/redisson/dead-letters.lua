-- Reads dead letters, newest first.
-- KEYS the group's
-- ARGV how many to leave out, how many to read
-- Result {member, value, ...}
-- @include group.lua
local result = {}
for _, member in ipairs(call('ZREVRANGE', DEAD, ARGV[1], ARGV[1] + ARGV[2] - 1)) do
  result[#result + 1] = member
  result[#result + 1] = call('HGET', DEAD_EVENTS, member)
end
return result
