-- Counts of a queue in handler deliveries; what is due counts as ready.
-- KEYS the group's
-- ARGV queue, then the names of the counts
-- Result the counts in that order, then 1 when more is due than one call looks at and it should be called again, else 0
-- @include group.lua
-- @include deliveries.lua
promote(ARGV[1], 1000)
storeCounts()
local result = {}
for i = 2, #ARGV do
  result[i - 1] = tonumber(call('HGET', COUNTS, ARGV[1] .. ':' .. ARGV[i]) or 0)
end
local due = call('ZCOUNT', CALENDAR[ARGV[1]], '-inf', now)
result[#result + 1] = due > 0 and 1 or 0
return result
