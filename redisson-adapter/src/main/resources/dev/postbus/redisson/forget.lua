-- Ends a handler's binding; publishers with the old version are refused from then on. It keeps its number, which
-- elements under way may name, and has no patterns any more.
-- KEYS 1 directory version, 2 directory
-- ARGV group, new version, handler id
-- Result {1} or {0} when it was not bound
local call = redis.call
-- Allowed when Redis is out of memory, as is all that ends something.
call('PERSIST', KEYS[2])
local texts, found = {}, false
for i, handler in ipairs(cjson.decode(call('HGET', KEYS[2], ARGV[1]) or '[]')) do
  if handler[2] == ARGV[3] and #handler[3] > 0 then
    found, handler[3] = true, {}
  end
  -- @include binding.lua
end
if not found then
  return {0}
end
call('HSET', KEYS[2], ARGV[1], '[' .. table.concat(texts, ',') .. ']')
call('SET', KEYS[1], ARGV[2])
return {1}
