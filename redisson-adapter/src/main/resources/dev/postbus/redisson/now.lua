-- Tells the time.
-- KEYS 1 directory version, which leads to the server that holds the namespace
-- Result {epoch milliseconds}
local call = redis.call
-- @include time.lua
return {now}
