-- Ends a consumer's own lease; what it still holds can be recovered from then on, and is not charged.
-- KEYS the group's, then 25 consumers, 26 fenced
-- ARGV consumer
-- Result {}, or {"FENCED"} when others had fenced it before
-- @include group.lua
if call('ZREM', LEASES, ARGV[1]) == 1 then
  call('HSET', KEYS[25], ARGV[1], 'closed')
  call('ZADD', KEYS[26], now, ARGV[1])
elseif call('HGET', KEYS[25], ARGV[1]) ~= 'closed' then
  return {'FENCED'}
end
return {}
