-- Tells since when no live consumer has advertised a handler while the group was alive.
-- KEYS 1 alive since, 2 handlers seen
-- ARGV handler id
-- Result {milliseconds}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local alive = tonumber(redis.call('GET', KEYS[1]) or now)
local seen = tonumber(redis.call('HGET', KEYS[2], ARGV[1]) or 0)
return {math.max(0, now - math.max(alive, seen))}
