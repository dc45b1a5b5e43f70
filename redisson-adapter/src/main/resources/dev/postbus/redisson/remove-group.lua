-- Removes a group and all it holds but for what dead consumers held, which the caller removes.
-- KEYS the group's, then 25 consumers, 26 fenced, 27 handlers seen, 28 handlers, 29 directory version, 30 directory
-- ARGV group, new version
-- Result {"ALIVE"} when a consumer of it is alive, else {1 when it was known or 0, consumer ...}
-- @include group.lua
if call('ZCOUNT', LEASES, now, '+inf') > 0 then
  return {'ALIVE'}
end
local consumers = call('HKEYS', KEYS[25])
local known = call('HDEL', KEYS[30], ARGV[1])
if known == 1 then
  call('SET', KEYS[29], ARGV[2])
end
call('UNLINK', unpack(KEYS, 1, 28))
return {known, unpack(consumers)}
