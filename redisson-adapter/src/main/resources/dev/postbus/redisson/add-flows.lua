-- Adds to what is known of who emits what; a bounded number of pairs is told apart.
-- KEYS 1 flows, 2 when each was last told
-- ARGV source, most pairs, what stands for the others, then event name and number emitted of each
-- Result {}
local call = redis.call
-- @include time.lua
local pairs = call('HLEN', KEYS[1])
for i = 4, #ARGV, 2 do
  local pair = ARGV[1] .. ' ' .. ARGV[i]
  if call('HEXISTS', KEYS[1], pair) == 0 then
    if pairs >= tonumber(ARGV[2]) then
      pair = ARGV[3]
    else
      pairs = pairs + 1
    end
  end
  call('HINCRBY', KEYS[1], pair, ARGV[i + 1])
  call('HSET', KEYS[2], pair, now)
end
return {}
