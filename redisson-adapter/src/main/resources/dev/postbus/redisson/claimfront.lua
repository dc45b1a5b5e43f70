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
local function hold(id, value, args)
  claims, size = claims + 1, size + #value
  ids[claims], reply[claims + 2] = id, value
  args[#args + 1], args[#args + 2] = id, value
end
local function claimFront(q, wanted, taken, length)
  local read, used, bytes, full, before, args, gone = 0, 0, 0, false, taken, {}, {}
  while not full and read < length and taken < wanted do
    local page = call('LRANGE', FRONT[q], read, read + pageSize(read, bytes, wanted - taken) - 1)
    local values = call('HMGET', DELIVERIES, unpack(page))
    for i, id in ipairs(page) do
      local value = values[i]
      full = full or (value and taken > 0 and (taken + weightOf(id) > wanted or size + #value > MAX_BYTES))
      bytes = bytes + (value and #value or 0) + 1
      if not full then
        used = used + 1
        gone[used] = id
        if value then
          taken = taken + weightOf(id)
          hold(id, begin(id, value), args)
        end
      end
    end
    read = read + #page
  end
  if used > 0 then
    store(args)
    call('HDEL', DELIVERIES, unpack(gone))
    call('LTRIM', FRONT[q], used, -1)
    count(q, 'ready', before - taken)
    count(q, 'inflight', taken - before)
  end
  return taken, length - used
end
