-- Notes what somebody did; the newest notes are kept.
-- KEYS 1 audit
-- ARGV the note, how many are kept
-- Result {}
local call = redis.call
-- Allowed when Redis is out of memory: what makes room is noted too.
call('PERSIST', KEYS[1])
call('LPUSH', KEYS[1], ARGV[1])
call('LTRIM', KEYS[1], 0, ARGV[2] - 1)
return {}
