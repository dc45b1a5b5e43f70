-- Remembers what a consumer tells of itself, for people, behind the line about who it is.
-- KEYS the group's, then 25 consumers
-- ARGV consumer, what it tells: a JSON object but for its opening brace
-- Result {"FENCED"} or {}
-- @include group.lua
local known = call('ZSCORE', LEASES, ARGV[1]) and call('HGET', KEYS[25], ARGV[1])
if not known then
  return {'FENCED'}
end
call('HSET', KEYS[25], ARGV[1], string.match(known, '^[^\n]*') .. '\n{"at":' .. now .. ',' .. ARGV[2])
return {}
