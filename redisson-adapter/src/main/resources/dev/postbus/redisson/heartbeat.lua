-- Renews a consumer's lease and advertises its handlers.
-- KEYS the group's, then 25 consumers, 26 fenced, 27 handlers seen
-- ARGV consumer, lease ms, then its handler ids
-- Result {"FENCED"} or {ms until another's lease ends, 0 when there is something to recover, -1 without others; paused}
-- @include group.lua
-- @include lease.lua
local seen = {}
for i = 3, #ARGV do
  seen[#seen + 1], seen[#seen + 2] = ARGV[i], now
end
-- Binding makes a handler known. Redis has forgotten that, after a loss of power, say, and nothing would come to it:
-- whoever registers anew binds anew.
if #seen > 0 and call('HSET', KEYS[27], unpack(seen)) > 0 then
  call('ZREM', LEASES, ARGV[1])
  return {'FENCED'}
end
local paused = table.concat(call('SMEMBERS', PAUSED))
local first = call('ZRANGE', LEASES, 0, 1, 'WITHSCORES')
local leases = #first == 2 and 1 or call('ZCARD', LEASES)
-- A consumer without a lease is fenced, or was forgotten; either way it is to be recovered.
if call('HLEN', KEYS[25]) > leases then
  return {0, paused}
end
local expiry = first[1] == ARGV[1] and first[4] or first[2]
if #first == 2 then
  return {-1, paused}
end
return {math.max(0, expiry - now), paused}
