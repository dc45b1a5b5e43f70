-- Registers a consumer.
-- KEYS the group's, then 25 consumers, 26 fenced, 27 handlers seen
-- ARGV consumer, lease ms, what it is (a JSON object but for its opening brace), then its handler ids
-- Result {}
-- @include group.lua
if call('ZCOUNT', LEASES, now, '+inf') == 0 then
  call('SET', ALIVE_SINCE, now)
end
call('ZADD', LEASES, now + ARGV[2], ARGV[1])
call('HSET', KEYS[25], ARGV[1], '{"since":' .. now .. ',' .. ARGV[3])
for i = 4, #ARGV do
  call('HSET', KEYS[27], ARGV[i], now)
end
return {}
