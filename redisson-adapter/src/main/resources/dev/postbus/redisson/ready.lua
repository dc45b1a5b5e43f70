-- Reads what waits to be claimed from one queue: suspects, the front, then what was never claimed.
-- KEYS the group's
-- ARGV queue, how many to leave out, how many to read
-- Result {1 when more is due than one call looks at and it should be called again or 0, value, ...}; the value of what
--      was never claimed is its element with an empty state
-- @include group.lua
-- @include deliveries.lua
local q, skip, wanted = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
promote(q, 1000)
storeCounts()
local result = {call('ZCOUNT', CALENDAR[q], '-inf', now) > 0 and 1 or 0}
-- Reads a part of one of the places; what is left out before it is counted down.
local function read(length, command, key, known)
  local page = {}
  if wanted > 0 and skip < length then
    page = call(command, key, skip, math.min(length, skip + wanted) - 1)
    wanted = wanted - #page
  end
  skip = math.max(0, skip - length)
  local values = known and #page > 0 and call('HMGET', DELIVERIES, unpack(page)) or page
  for i = 1, #values do
    local value = values[i] or ''
    result[#result + 1] = known and value or '\n' .. value
  end
end
read(call('ZCARD', SUSPECTS[q]), 'ZRANGE', SUSPECTS[q], true)
read(call('LLEN', FRONT[q]), 'LRANGE', FRONT[q], true)
read(call('LLEN', READY[q]), 'LRANGE', READY[q], false)
return result
