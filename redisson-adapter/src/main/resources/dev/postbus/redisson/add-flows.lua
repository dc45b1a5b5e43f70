-- Adds to what is known of who emits what. A bounded number of pairs is told apart; those that were not told of for
-- long make room.
-- KEYS 1 flows, 2 when each was last told
-- ARGV source, most pairs, ms that a pair is kept when there are too many, what stands for the others, then event
--      name and number emitted of each
-- Result {}
local call = redis.call
-- @include time.lua
local pairs, tidied = call('HLEN', KEYS[1]), false
local function makeRoom()
  local last = call('HGETALL', KEYS[2])
  for i = 1, #last, 2 do
    if tonumber(last[i + 1]) < now - ARGV[3] then
      call('HDEL', KEYS[1], last[i])
      call('HDEL', KEYS[2], last[i])
    end
  end
  pairs, tidied = call('HLEN', KEYS[1]), true
end
for i = 5, #ARGV, 2 do
  local pair = ARGV[1] .. ' ' .. ARGV[i]
  if call('HEXISTS', KEYS[1], pair) == 0 then
    if pairs >= tonumber(ARGV[2]) and not tidied then
      makeRoom()
    end
    if pairs >= tonumber(ARGV[2]) then
      pair = ARGV[4]
    else
      pairs = pairs + 1
    end
  end
  call('HINCRBY', KEYS[1], pair, ARGV[i + 1])
  call('HSET', KEYS[2], pair, now)
end
return {}
