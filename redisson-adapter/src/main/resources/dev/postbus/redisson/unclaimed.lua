-- Reads which events wait for a first group.
-- KEYS 1 unclaimed
-- ARGV position to begin after, how many
-- Result {"<position> <event name>" of each}
return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[1], '+inf', 'LIMIT', 0, ARGV[2])
