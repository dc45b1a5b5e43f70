-- Reads the directory.
-- KEYS 1 directory version, 2 directory
-- Result {version, {group, bindings, ...}}
return {redis.call('GET', KEYS[1]) or '', redis.call('HGETALL', KEYS[2])}
