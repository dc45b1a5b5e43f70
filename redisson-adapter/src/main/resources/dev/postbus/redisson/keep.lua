-- Keeps an event that no group is bound to for the first one that will be, unless too many wait already.
local function keepUnclaimed(q, delay, eventId, name, envelope)
  if call('ZCARD', KEYS[4]) >= tonumber(ARGV[4]) then
    return false
  end
  local position = call('INCR', KEYS[6])
  call('HSET', KEYS[5], position, q .. (delay > 0 and now + 1 + delay or 0) .. ' ' .. eventId .. '\n' .. envelope)
  call('ZADD', KEYS[4], position, position .. ' ' .. name)
  return true
end
