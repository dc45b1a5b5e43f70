-- Binds handlers to a group, or changes their patterns; publishers with the old version are refused from then on.
-- KEYS 1 directory version, 2 directory, 3 handlers, 4 handlers seen
-- ARGV group, new version, then handler id and patterns (a JSON array) of each
-- Result {version, {group, bindings, ...}}
local call = redis.call
-- Allowed when Redis is out of memory: whoever lost its lease binds again before it can take anything out.
call('PERSIST', KEYS[2])
-- @include time.lua
local old = call('HGET', KEYS[2], ARGV[1])
local bound, list = {}, cjson.decode(old or '[]')
for _, handler in ipairs(list) do
  bound[handler[2]] = handler
end
for i = 3, #ARGV, 2 do
  local id, patterns = ARGV[i], cjson.decode(ARGV[i + 1])
  if bound[id] then
    bound[id][3] = patterns
  else
    -- Numbers of forgotten handlers stay theirs: elements under way name them.
    local number = tonumber(call('HGET', KEYS[3], id) or call('HLEN', KEYS[3]) + 1)
    call('HSET', KEYS[3], id, number)
    bound[id] = {number, id, patterns}
    list[#list + 1] = bound[id]
  end
  -- One that was just bound is not missing, though no instance has advertised it yet.
  call('HSET', KEYS[4], id, now)
end
table.sort(list, function(a, b)
  return a[1] < b[1]
end)
local texts = {}
for i, handler in ipairs(list) do
  -- @include binding.lua
end
local new = '[' .. table.concat(texts, ',') .. ']'
if new ~= old then
  call('HSET', KEYS[2], ARGV[1], new)
  call('SET', KEYS[1], ARGV[2])
end
return {call('GET', KEYS[1]), call('HGETALL', KEYS[2])}
