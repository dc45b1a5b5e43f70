-- Reads what is known of some consumers.
-- KEYS of each consumer its group's leases, fenced and consumers, and what it has in flight
-- ARGV the consumers
-- Result {end of its lease or when it was fenced, how many deliveries it holds, what it is and what it told, ...}; the
--      last is empty for one that is gone
local call = redis.call
local result = {}
for i, consumer in ipairs(ARGV) do
  local leases, fenced, consumers, inFlight = unpack(KEYS, 4 * i - 3, 4 * i)
  result[3 * i - 2] = call('ZSCORE', leases, consumer) or call('ZSCORE', fenced, consumer) or '0'
  result[3 * i - 1] = call('HLEN', inFlight)
  result[3 * i] = call('HGET', consumers, consumer) or ''
end
return result
