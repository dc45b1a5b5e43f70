-- Looks for the dead letters of an event, some at a time.
-- KEYS the group's, then 25 handlers
-- ARGV event id, handler id or nothing for any, how many to leave out, how many to look at
-- Result {how many were looked at, member ...}
-- @include group.lua
local number = ARGV[2] ~= '' and (call('HGET', KEYS[25], ARGV[2]) or 'none')
local members = call('ZRANGE', DEAD, ARGV[3], ARGV[3] + ARGV[4] - 1)
local result = {#members}
for _, member in ipairs(members) do
  local handler, event = string.match(member, '^%S+ (%S+) (.*)$')
  if event == ARGV[1] and (not number or handler == number) then
    result[#result + 1] = member
  end
end
return result
