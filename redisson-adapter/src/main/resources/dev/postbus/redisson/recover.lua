-- Returns deliveries of a fenced consumer as suspects, a bounded number; forgets the consumer when it holds none.
-- KEYS the group's, then 25 consumers, 26 fenced, and the consumer's 27 in flight, 28 marks, 29 newest request
-- ARGV consumer, how many deliveries at most
-- Result {handler deliveries returned, 1 when the consumer holds no more}
-- @include group.lua
-- @include deliveries.lua
local INFLIGHT, MARKS = KEYS[27], KEYS[28]
-- @include marks.lua
if not call('ZSCORE', KEYS[26], ARGV[1]) then
  return {0, 1}
end
-- @include crashed.lua
local cursor, moved, returned, bytes, steps = '0', 0, 0, 0, 0
repeat
  local page = call('HSCAN', INFLIGHT, cursor, 'COUNT', 10)
  cursor = page[1]
  for i = 1, #page[2], 2 do
    local id, value = page[2][i], page[2][i + 1]
    local marks = call('HGET', MARKS, id) or ''
    -- A scan may show an entry twice; it is returned once.
    if call('HEXISTS', INFLIGHT, id) == 1 then
      local state, rest = split(value)
      local left
      state, left = remaining(id, state, marks)
      if left > 0 or handlersOf(id) == 0 then
        put(id, left, true, crashed(state, marks) .. rest)
        count(queueOf(id), 'inflight', -math.max(1, left))
        returned = returned + math.max(1, left)
      end
      drop(id)
      moved, bytes = moved + 1, bytes + #value
    end
  end
  steps = steps + 1
until cursor == '0' or moved >= tonumber(ARGV[2]) or bytes > 1048576 or steps > 1000
storeCounts()
-- It may have died, or stopped waiting, with a token in its hand.
for _, q in ipairs(QUEUES) do
  if call('EXISTS', READY[q], FRONT[q], SUSPECTS[q]) > 0 then
    wake(q)
  end
end
if call('EXISTS', INFLIGHT) == 0 then
  call('DEL', MARKS, KEYS[29])
  call('HDEL', KEYS[25], ARGV[1])
  call('ZREM', KEYS[26], ARGV[1])
  return {returned, 1}
end
return {returned, 0}
