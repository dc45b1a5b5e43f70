-- Records that a handler is about to run for a delivery, so that a crash from now on counts as an attempt.
-- KEYS the group's, then 25 in flight, 26 marks
-- ARGV consumer, lease ms, delivery id, handler
-- Result {"FENCED"} or {}
-- @include names.lua
-- @include lease.lua
if call('HEXISTS', KEYS[25], ARGV[3]) == 1 then
  local marks = call('HGET', KEYS[26], ARGV[3]) or ''
  if not string.find(marks .. ' ', '%*' .. ARGV[4] .. '%D') then
    call('HSET', KEYS[26], ARGV[3], marks .. '*' .. ARGV[4])
  end
end
return {}
