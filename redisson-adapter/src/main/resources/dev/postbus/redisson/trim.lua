-- Drops the oldest dead letters beyond the limit, a bounded number; returns how many.
local function trimDead(limit)
  local excess = buried and math.min(500, call('ZCARD', DEAD) - limit) or 0
  if excess <= 0 then
    return 0
  end
  local oldest = call('ZRANGE', DEAD, 0, excess - 1)
  for _, member in ipairs(oldest) do
    count(queueOf(member), 'dead', -1)
    count(queueOf(member), 'dropped', 1)
  end
  call('HDEL', DEAD_EVENTS, unpack(oldest))
  call('ZREMRANGEBYRANK', DEAD, 0, excess - 1)
  return excess
end
