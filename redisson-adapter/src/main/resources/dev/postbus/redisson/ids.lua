-- Delivery ids: <queue><sequence>[.<handlers>][~]. One handler goes without saying, 0 is an element that names none and
-- counts as one, ~ is a suspect, a delivery that a crash was seen with. The sequence of what is emitted with a delay
-- begins with zeros.
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
  local suffix = (handlers == 1 and '' or '.' .. handlers) .. (suspect and '~' or '')
  return string.format('%s%d%s', q, call('INCR', SEQUENCE), suffix)
end
