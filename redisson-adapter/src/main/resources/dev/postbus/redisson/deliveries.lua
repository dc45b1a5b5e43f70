-- Delivery ids, and where deliveries wait that have an id: front, suspects, calendar.
-- An id is <queue><sequence>[.<handlers>][~]: one handler goes without saying, 0 is an element that names none and
-- counts as one, ~ is a suspect, a delivery that a crash was seen with.
local function queueOf(id)
  return string.sub(id, 1, 1)
end
local function handlersOf(id)
  return tonumber(string.match(id, '%.(%d+)') or 1)
end
local function weightOf(id)
  return math.max(1, handlersOf(id))
end
local function isSuspect(id)
  return string.byte(id, -1) == 126
end
local function sequenceOf(id)
  return tonumber(string.match(id, '%d+'))
end
local function newId(q, handlers, suspect)
  return q .. call('INCR', SEQUENCE) .. (handlers == 1 and '' or '.' .. handlers) .. (suspect and '~' or '')
end
-- Splits a stored value into its state and the rest, which begins with the line end.
local function split(value)
  local at = string.find(value, '\n', 1, true)
  return string.sub(value, 1, at - 1), string.sub(value, at)
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
