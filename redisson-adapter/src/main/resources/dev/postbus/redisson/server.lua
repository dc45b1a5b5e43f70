-- Reads what the server says of itself.
-- KEYS 1 directory version, which leads to the server that holds the namespace
-- Result {the text of INFO}
return {redis.call('INFO')}
