-- Renews a consumer's lease and advertises its handlers.
-- KEYS the group's, then 25 consumers, 26 fenced, 27 handlers seen
-- ARGV consumer, lease ms, then its handler ids
-- Result {"FENCED"} or {ms until another's lease ends, 0 when there is something to recover, -1 without others; paused}
-- @include group.lua
-- @include lease.lua
for i = 3, #ARGV do
  call('HSET', KEYS[27], ARGV[i], now)
end
local paused = table.concat(call('SMEMBERS', PAUSED))
if call('ZCARD', KEYS[26]) > 0 or call('HLEN', KEYS[25]) > call('ZCARD', LEASES) then
  return {0, paused}
end
local first = call('ZRANGE', LEASES, 0, 1, 'WITHSCORES')
local expiry = first[1] == ARGV[1] and first[4] or first[2]
if #first == 2 then
  return {-1, paused}
end
return {math.max(0, expiry - now), paused}
