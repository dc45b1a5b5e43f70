-- Calls a command with a key and many arguments, some at a time.
local function callMany(command, key, arguments)
  for from = 1, #arguments, 4000 do
    call(command, key, unpack(arguments, from, math.min(from + 3999, #arguments)))
  end
end
-- Stores what comes later; returns when the first of it is due if it is the next of its queue.
local function storeLate(target)
  local k, late, deliveries, calendar, scheduled = target.keys, target.late, {}, {}, {}
  local first = tonumber(call('ZRANGE', KEYS[k + 2], 0, 0, 'WITHSCORES')[2] or math.huge)
  local earliest, sequence = first, call('INCRBY', KEYS[k + 5], #late) - #late
  for i, event in ipairs(late) do
    local suffix = event.handlers == 1 and '' or '.' .. event.handlers
    -- As many digits for all: what is due in the same millisecond is in the order of its texts.
    local id = string.format('%s%010d%s', target.queue, sequence + i, suffix)
    deliveries[2 * i - 1], deliveries[2 * i] = id, '@' .. event.event .. '\n' .. event.element
    calendar[2 * i - 1], calendar[2 * i] = event.due, id
    scheduled[2 * i - 1], scheduled[2 * i] = event.event, id
    earliest = math.min(earliest, event.due)
  end
  callMany('HSET', KEYS[k + 3], deliveries)
  callMany('ZADD', KEYS[k + 2], calendar)
  callMany('HSET', KEYS[k + 4], scheduled)
  return earliest < first and earliest or nil
end
local function store(t, target, reply)
  local k = target.keys
  callMany('RPUSH', KEYS[k], target.elements)
  local earliest = #target.late > 0 and storeLate(target)
  if earliest then
    reply[#reply + 1] = 'A' .. t .. '=' .. (earliest - now)
  end
  -- Whoever wakes learns the next due time: the publisher may be gone before it has set the alarm.
  if (target.size > 0 or earliest) and call('LLEN', KEYS[k + 1]) == 0 then
    call('RPUSH', KEYS[k + 1], '1')
  end
  local ready = target.emitted - target.delayed
  for field, n in pairs({emitted = target.emitted, delayed = target.delayed, ready = ready}) do
    if n > 0 then
      call('HINCRBY', KEYS[k + 6], target.queue .. ':' .. field, n)
    end
  end
end
