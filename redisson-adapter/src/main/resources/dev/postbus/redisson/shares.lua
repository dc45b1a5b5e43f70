-- Settlements of one handler's share: D id handler: done; A id handler delay attempts suspect (1 or 0): again;
-- X id handler event header: dead letter, the header the rest of a JSON object, handler 0 when the element names none.
local earliest, buried = {}, false
-- How many attempts the state says that the handler has used.
local function used(state, handler)
  local n = tonumber(string.match(',' .. state, ',' .. handler .. ':(%d+)') or 0)
  for started in string.gmatch(state, '~([%d,]+)') do
    n = n + (string.find(',' .. started .. ',', ',' .. handler .. ',', 1, true) and 1 or 0)
  end
  return n
end
-- What is handed back is claimed before the rest of the front; suspects have an order of their own.
local function putBack(id, handlers, suspect, value)
  local new = put(id, handlers, suspect, value)
  if not suspect then
    call('LPUSH', FRONT[queueOf(id)], new)
  end
end
function apply.D(id, handler)
  if share('HEXISTS', id, handler) then
    finish(id, handler)
    count(queueOf(id), 'handled', 1)
  end
  return 2
end
function apply.A(id, handler, delay, attempts, suspect)
  local value, q, again = share('HGET', id, handler), queueOf(id), suspect == '1'
  if value then
    local state, rest = split(value)
    local new = handler .. ':' .. attempts .. (again and '~' or '') .. rest
    if tonumber(delay) > 0 then
      local due = now + 1 + delay
      local first = firstDue(q)
      put(id, 1, again, new, due)
      earliest[q] = due < first and due or earliest[q]
    elseif again or used(state, handler) == tonumber(attempts) then
      putBack(id, 1, again, new)
    else
      call('RPUSH', FRONT[q], put(id, 1, false, new))
    end
    finish(id, handler)
  end
  return 5
end
function apply.X(id, handler, event, header)
  local value = share('HGET', id, handler)
  if value then
    local _, rest = split(value)
    local member = id .. ' ' .. handler .. ' ' .. event
    call('HSET', DEAD_EVENTS, member, '{"failedAt":' .. now .. ',' .. header .. rest)
    call('ZADD', DEAD, now, member)
    finish(id, handler)
    count(queueOf(id), 'dead', 1)
    buried = true
  end
  return 4
end
