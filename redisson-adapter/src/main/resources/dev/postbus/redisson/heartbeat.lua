-- Renews a consumer's lease and advertises its handlers.
-- KEYS the group's, then 25 consumers, 26 fenced, 27 handlers seen
-- ARGV consumer, lease ms, then its handler ids
-- Result {"FENCED"} or {ms until there may be something to recover, 0 for now, -1 without others; paused}
-- @include names.lua
-- The two that end first tell how long this one's lease and another's last, before it is renewed.
local first = call('ZRANGE', LEASES, 0, 1, 'WITHSCORES')
local mine = (first[1] == ARGV[1] and 1) or (first[3] == ARGV[1] and 3)
local other = first[mine == 1 and 4 or 2]
local expiry = mine and first[mine + 1] or call('ZSCORE', LEASES, ARGV[1])
-- @include renew.lua
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
local leases = #first == 2 and 1 or call('ZCARD', LEASES)
-- A consumer without a lease is fenced, or was forgotten; either way it is to be recovered.
local rest = call('HLEN', KEYS[25]) > leases and 0 or other and math.max(0, other - now) or -1
-- But nobody is declared dead before the group has lived for a lease time without a gap, in which all who live can
-- renew theirs: Redis may have been away, or its clock have gone forward.
if rest == 0 then
  rest = math.max(0, (call('GET', ALIVE_SINCE) or 0) + ARGV[2] - now)
end
return {rest, paused}
