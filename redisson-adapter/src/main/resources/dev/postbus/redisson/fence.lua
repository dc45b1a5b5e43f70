-- Fences consumers whose lease has run out, and those that lost it some other way: from then on they are refused.
-- KEYS the group's, then 25 consumers, 26 fenced
-- ARGV the consumer that asks, lease ms
-- Result {"FENCED"} or the consumers that are fenced and may still hold deliveries, at most ten
-- @include names.lua
-- @include lease.lua
for _, consumer in ipairs(call('ZRANGEBYSCORE', LEASES, '-inf', now - 1, 'LIMIT', 0, 100)) do
  call('ZREM', LEASES, consumer)
  call('ZADD', KEYS[26], now, consumer)
end
if call('HLEN', KEYS[25]) > call('ZCARD', LEASES) + call('ZCARD', KEYS[26]) then
  for _, consumer in ipairs(call('HKEYS', KEYS[25])) do
    if not call('ZSCORE', LEASES, consumer) and not call('ZSCORE', KEYS[26], consumer) then
      call('ZADD', KEYS[26], now, consumer)
    end
  end
end
return call('ZRANGE', KEYS[26], 0, 9)
