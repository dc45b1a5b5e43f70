-- Settlements of whole deliveries, and all of them in order. Each is a letter with its arguments, see also shares.lua:
-- R id: release; S id shares n: assign.
local apply = {}
-- @include shares.lua
-- @include trim.lua
function apply.R(id)
  local q, value = queueOf(id), call('HGET', INFLIGHT, id)
  if value then
    local state, rest = split(value)
    local left
    state, left = remaining(id, state, call('HGET', MARKS, id) or '')
    -- A first delivery that was delayed came from the front, and has a line end where its state was.
    if state == '' and (left == 0 or string.byte(value) == 123) then
      call('LPUSH', READY[q], string.sub(rest, 2))
      count(q, left == 0 and 'emitted' or 'ready', left == 0 and -1 or left)
    else
      putBack(id, left, isSuspect(id), state .. rest)
    end
    count(q, 'inflight', -math.max(1, left))
    drop(id)
  end
  return 1
end
function apply.S(id, shares, handlers)
  local value = call('HGET', INFLIGHT, id)
  if value then
    local _, rest = split(value)
    putBack(id, tonumber(handlers), isSuspect(id), shares .. (isSuspect(id) and '~' or '') .. rest)
    count(queueOf(id), 'inflight', -weightOf(id))
    count(queueOf(id), 'emitted', handlers - weightOf(id))
    drop(id)
  end
  return 3
end
-- Applies the settlements from ARGV[at] on.
local function settleAll(at)
  local marked
  for _, q in ipairs(QUEUES) do
    local done, n = {}, 0
    for id in string.gmatch(ARGV[at], '%S+') do
      n = n + 1
      done[n] = id
    end
    if n > 0 and marked == nil then
      marked = call('EXISTS', MARKS) == 1
    end
    for from = 1, n, 4000 do
      local removed = call('HDEL', INFLIGHT, unpack(done, from, math.min(from + 3999, n)))
      count(q, 'handled', removed)
      count(q, 'inflight', -removed)
      if marked then
        call('HDEL', MARKS, unpack(done, from, math.min(from + 3999, n)))
      end
    end
    at = at + 1
  end
  while at <= #ARGV do
    at = at + 1 + apply[ARGV[at]](unpack(ARGV, at + 1, at + 5))
  end
end
