-- Reads what some consumers hold, one after the other, each in the order of the ids.
-- KEYS in flight and marks of each consumer
-- ARGV how many to leave out, how many to read
-- Result {place of the consumer, id, marks, value, ...}
local call = redis.call
-- @include ids.lua
local skip, wanted, result = tonumber(ARGV[1]), tonumber(ARGV[2]), {}
for i = 1, #KEYS, 2 do
  local length = call('HLEN', KEYS[i])
  if wanted > 0 and skip < length then
    -- No more than a consumer may claim ahead of its handlers.
    local ids = call('HKEYS', KEYS[i])
    table.sort(ids, function(a, b)
      return sequenceOf(a) < sequenceOf(b)
    end)
    for at = skip + 1, math.min(length, skip + wanted) do
      result[#result + 1] = (i - 1) / 2
      result[#result + 1] = ids[at]
      result[#result + 1] = call('HGET', KEYS[i + 1], ids[at]) or ''
      result[#result + 1] = call('HGET', KEYS[i], ids[at])
      wanted = wanted - 1
    end
  end
  skip = math.max(0, skip - length)
end
return result
