-- Reads one key where it is written: a plain read may go to a replica, which lags behind.
-- KEYS 1 what is read
-- ARGV the command, its arguments after the key
-- Result what the command returns, a list
return redis.call(ARGV[1], KEYS[1], unpack(ARGV, 2))
