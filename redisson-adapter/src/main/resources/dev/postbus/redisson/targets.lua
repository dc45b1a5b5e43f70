-- The targets (one queue of one group each) and plans (which handlers of which targets) of a batch, see publish.lua.
-- What goes to a target is collected first, so that few commands carry many events.
local targets, plans, at = {}, {}, 6 + ARGV[5]
for t = 1, tonumber(ARGV[5]) do
  targets[t] = {keys = 7 * t, queue = ARGV[5 + t], elements = {}, size = 0, late = {}, emitted = 0, delayed = 0}
end
for p = 1, tonumber(ARGV[at]) do
  local plan = {}
  for t, handlers in string.gmatch(ARGV[at + p], '(%d+):([%d,]+)') do
    local _, commas = string.gsub(handlers, ',', ',')
    local prefix = '{"handlers":"' .. handlers .. '",'
    plan[#plan + 1] = {target = targets[tonumber(t)], handlers = commas + 1, prefix = prefix}
  end
  plans[tostring(p)] = plan
end
at = at + 1 + ARGV[at]
local function deliver(plan, body, delay, eventId)
  for i = 1, #plan do
    local part = plan[i]
    local target, element = part.target, #plan > 1 and part.prefix .. body or body
    target.emitted = target.emitted + part.handlers
    if delay == 0 then
      target.size = target.size + 1
      target.elements[target.size] = element
    else
      target.delayed = target.delayed + part.handlers
      local due = now + 1 + delay
      target.late[#target.late + 1] = {due = due, handlers = part.handlers, event = eventId, element = element}
    end
  end
end
-- @include keep.lua
local function store(t, target, reply)
  local k, elements, late = target.keys, target.elements, target.late
  for from = 1, #elements, 4000 do
    call('RPUSH', KEYS[k], unpack(elements, from, math.min(from + 3999, #elements)))
  end
  local first = #late > 0 and tonumber(call('ZRANGE', KEYS[k + 2], 0, 0, 'WITHSCORES')[2]) or math.huge
  local earliest = math.huge
  for _, event in ipairs(late) do
    local suffix = event.handlers == 1 and '' or '.' .. event.handlers
    local id = string.format('%s%d%s', target.queue, call('INCR', KEYS[k + 5]), suffix)
    call('HSET', KEYS[k + 3], id, '@' .. event.event .. '\n' .. event.element)
    call('ZADD', KEYS[k + 2], event.due, id)
    call('HSET', KEYS[k + 4], event.event, id)
    earliest = math.min(earliest, event.due)
  end
  -- Whoever wakes learns the next due time: the publisher may be gone before it has set the alarm.
  if (#elements > 0 or earliest < first) and call('LLEN', KEYS[k + 1]) == 0 then
    call('RPUSH', KEYS[k + 1], '1')
  end
  if earliest < first then
    reply[#reply + 1] = 'A' .. t .. '=' .. (earliest - now)
  end
  local counts = {emitted = target.emitted, delayed = target.delayed, ready = target.emitted - target.delayed}
  for field, n in pairs(counts) do
    if n > 0 then
      call('HINCRBY', KEYS[k + 6], target.queue .. ':' .. field, n)
    end
  end
end
