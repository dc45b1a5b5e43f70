-- Claims what has an id already. The first deliveries among them were delayed and can no longer be cancelled.
local function begin(id, value)
  if string.byte(value) ~= 64 then
    return value
  end
  local state, rest = split(value)
  local event = string.sub(state, 2)
  if call('HGET', SCHEDULED, event) == id then
    call('HDEL', SCHEDULED, event)
  end
  return rest
end
local function claimFront(q, wanted, taken, length)
  local read, used, bytes, full, before, args = 0, 0, 0, false, taken, {}
  while not full and read < length and taken < wanted do
    local ids = call('LRANGE', FRONT[q], read, read + pageSize(read, bytes, wanted - taken) - 1)
    local values = call('HMGET', DELIVERIES, unpack(ids))
    for i, id in ipairs(ids) do
      local value = values[i]
      full = full or (value and not fits(taken, weightOf(id), wanted, #value))
      bytes = bytes + (value and #value or 0) + 1
      if not full then
        used = used + 1
        if value then
          taken = taken + weightOf(id)
          hold(id, begin(id, value), args)
        end
      end
    end
    read = read + #ids
  end
  if used > 0 then
    store(args)
    call('HDEL', DELIVERIES, unpack(call('LRANGE', FRONT[q], 0, used - 1)))
    call('LTRIM', FRONT[q], used, -1)
    count(q, 'ready', before - taken)
    count(q, 'inflight', taken - before)
  end
  return taken, length - used
end
-- Claims the oldest suspect, alone: returns whether there was one.
local function claimSuspect(q)
  local id = call('ZRANGE', SUSPECTS[q], 0, 0)[1]
  local value = id and call('HGET', DELIVERIES, id)
  if not value then
    return false
  end
  local args = {}
  hold(id, begin(id, value), args)
  store(args)
  call('HDEL', DELIVERIES, id)
  call('ZREM', SUSPECTS[q], id)
  count(q, 'ready', -weightOf(id))
  count(q, 'inflight', weightOf(id))
  return true
end
