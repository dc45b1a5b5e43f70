-- Renews the lease of consumer ARGV[1], which was to end at expiry, for ARGV[2] milliseconds.
if not expiry then
  return {'FENCED'}
end
-- Nobody's lease was valid: an outage of Redis, say. The time the group is alive begins anew.
local outage = tonumber(expiry) < now and call('ZCOUNT', LEASES, now, '+inf') == 0
-- Out of memory, Redis refuses this unless the script has written before. PERSIST is allowed then: what is stored must
-- get out.
if type(redis.pcall('ZADD', LEASES, now + ARGV[2], ARGV[1])) == 'table' then
  call('PERSIST', LEASES)
  call('ZADD', LEASES, now + ARGV[2], ARGV[1])
end
if outage then
  call('SET', ALIVE_SINCE, now)
end
