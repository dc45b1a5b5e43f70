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
-- A lease that lasts longer than it can: the clock of Redis has gone back. All leases go back with it, for that of a
-- dead consumer is renewed by nobody. A step of less than a lease costs no more than that.
local ahead = expiry - now - ARGV[2]
if ahead > tonumber(ARGV[2]) then
  local all = call('ZRANGE', LEASES, 0, 9999, 'WITHSCORES')
  for i = 1, #all, 2 do
    if all[i] ~= ARGV[1] then
      call('ZADD', LEASES, all[i + 1] - ahead, all[i])
    end
  end
end
if outage or ahead > tonumber(ARGV[2]) then
  call('SET', ALIVE_SINCE, now)
end
