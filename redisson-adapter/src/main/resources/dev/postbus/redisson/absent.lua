-- Tells since when no live consumer has advertised a handler while the group was alive.
-- KEYS 1 alive since, 2 handlers seen
-- ARGV handler id
-- Result {milliseconds}
local call = redis.call
-- @include time.lua
local alive = tonumber(call('GET', KEYS[1]) or now)
local seen = tonumber(call('HGET', KEYS[2], ARGV[1]) or 0)
return {math.max(0, now - math.max(alive, seen))}
