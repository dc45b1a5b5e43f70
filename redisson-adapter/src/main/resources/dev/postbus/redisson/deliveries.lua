-- What deliveries are counted and waited for by, and what is due.
-- @include ids.lua
-- Splits a value after its first line; the rest begins with the line end.
local function splitLine(value)
  local at = string.find(value, '\n', 1, true)
  return string.sub(value, 1, at - 1), string.sub(value, at)
end
-- Splits the value of a delivery into its state and the rest. It is <state>\n<element>; of a first delivery that names
-- its handlers the element alone, because copying elements is what costs most.
local function split(value)
  if string.byte(value) == 123 then
    return '', '\n' .. value
  end
  return splitLine(value)
end
local deltas = {}
local function count(q, field, n)
  local name = q .. ':' .. field
  deltas[name] = (deltas[name] or 0) + n
end
local function storeCounts()
  for name, n in pairs(deltas) do
    if n ~= 0 then
      call('HINCRBY', COUNTS, name, n)
    end
  end
end
local function wake(q)
  if call('LLEN', WAKE[q]) == 0 then
    call('RPUSH', WAKE[q], '1')
  end
end
-- Returns when the first in a calendar is due.
local function firstDue(q)
  return tonumber(call('ZRANGE', CALENDAR[q], 0, 0, 'WITHSCORES')[2] or math.huge)
end
-- Returns whether nothing waits, now or later, in any queue.
local function isEmpty()
  local keys = {}
  for i, q in ipairs(QUEUES) do
    keys[4 * i - 3], keys[4 * i - 2], keys[4 * i - 1], keys[4 * i] = READY[q], FRONT[q], SUSPECTS[q], CALENDAR[q]
  end
  return call('EXISTS', unpack(keys)) == 0
end
-- Moves what is due from the calendar to where it is claimed.
local function promote(q, limit)
  local due = call('ZRANGEBYSCORE', CALENDAR[q], '-inf', now, 'LIMIT', 0, limit)
  for _, id in ipairs(due) do
    if isSuspect(id) then
      call('ZADD', SUSPECTS[q], sequenceOf(id), id)
    else
      call('RPUSH', FRONT[q], id)
    end
    count(q, 'delayed', -weightOf(id))
    count(q, 'ready', weightOf(id))
  end
  if #due > 0 then
    call('ZREMRANGEBYRANK', CALENDAR[q], 0, #due - 1)
  end
end
