-- Pauses a queue, or resumes it and wakes a waiting consumer.
-- KEYS the group's
-- ARGV queue, whether to pause (1 or 0)
-- Result {}
-- @include group.lua
-- @include deliveries.lua
if ARGV[2] == '1' then
  call('SADD', PAUSED, ARGV[1])
else
  call('SREM', PAUSED, ARGV[1])
  wake(ARGV[1])
end
return {}
