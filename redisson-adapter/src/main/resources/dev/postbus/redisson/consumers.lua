-- Reads the consumers of some groups.
-- KEYS consumers of each group
-- Result {{consumer, ...} of each group}
local result = {}
for i = 1, #KEYS do
  result[i] = redis.call('HKEYS', KEYS[i])
end
return result
