-- Marks of a delivery in flight: "-3" handler 3 has settled its share, "*5" handler 5 is about to run.
local function isSettled(marks, handler)
  return string.find(marks .. ' ', '%-' .. handler .. '%D') ~= nil
end
-- Returns what the command says of the delivery, or nothing when the share is not this consumer's or is settled.
local function share(command, id, handler)
  local found = call(command, INFLIGHT, id)
  if not found or found == 0 or (handlersOf(id) > 1 and isSettled(call('HGET', MARKS, id) or '', handler)) then
    return nil
  end
  return found
end
local function drop(id)
  call('HDEL', INFLIGHT, id)
  call('HDEL', MARKS, id)
end
-- Ends one handler's share; what is to become of it must be stored by then, for an error would not undo this.
local function finish(id, handler)
  local settled = 1
  if handlersOf(id) > 1 then
    local marks = (call('HGET', MARKS, id) or '') .. '-' .. handler
    call('HSET', MARKS, id, marks)
    local _, n = string.gsub(marks, '%-', '-')
    settled = n
  end
  if settled >= handlersOf(id) then
    drop(id)
  end
  count(queueOf(id), 'inflight', -1)
end
-- Returns the state with the shares that were settled, and how many handlers are left of it.
local function remaining(id, state, marks)
  local left = handlersOf(id)
  for handler in string.gmatch(marks, '%-(%d+)') do
    state = state .. '-' .. handler
    left = left - 1
  end
  return state, left
end
-- Stores what was in flight under a new id: in the calendar when it is due later, a suspect where suspects are claimed
-- in the order of the ids they had; what is neither the caller puts to the front.
local function put(id, handlers, suspect, value, due)
  local q, new = queueOf(id), newId(queueOf(id), handlers, suspect)
  call('HSET', DELIVERIES, new, value)
  if due then
    call('ZADD', CALENDAR[q], due, new)
  elseif suspect then
    call('ZADD', SUSPECTS[q], sequenceOf(id), new)
  end
  count(q, due and 'delayed' or 'ready', weightOf(new))
  return new
end
