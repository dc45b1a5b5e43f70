-- Claims the oldest suspect, alone: returns whether there was one.
local function claimSuspect(q)
  local id = call('ZRANGE', SUSPECTS[q], 0, 0)[1]
  local value = id and call('HGET', DELIVERIES, id)
  if not value then
    if id then
      -- One that is gone would make everybody ask for it again and again.
      call('ZREM', SUSPECTS[q], id)
    end
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
