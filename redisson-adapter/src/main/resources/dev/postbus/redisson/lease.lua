-- Renews the lease of consumer ARGV[1] for ARGV[2] milliseconds; without one it was fenced and gets no further.
local expiry = call('ZSCORE', LEASES, ARGV[1])
if not expiry then
  return {'FENCED'}
end
-- Nobody's lease was valid: an outage of Redis, say. The time the group is alive begins anew.
if tonumber(expiry) < now and call('ZCOUNT', LEASES, now, '+inf') == 0 then
  call('SET', ALIVE_SINCE, now)
end
call('ZADD', LEASES, now + ARGV[2], ARGV[1])
