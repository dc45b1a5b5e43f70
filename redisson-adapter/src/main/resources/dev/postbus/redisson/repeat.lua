-- A request that was answered before changes nothing: its answer is made anew from what it claimed.
local memory, newest, facts, ids = call('GET', REQUEST), '0'
if memory then
  newest, facts, ids = string.match(memory, '^(%d+) ([^\n]*)\n(.*)$')
end
if newest == ARGV[3] then
  local reply = {facts, ids}
  for id in string.gmatch(ids, '%S+') do
    reply[#reply + 1] = call('HGET', INFLIGHT, id)
  end
  return reply
elseif tonumber(newest) > tonumber(ARGV[3]) then
  return {'OLD'}
elseif tonumber(newest) < ARGV[3] - 1 then
  -- Redis has forgotten what it answered last, after a loss of power, say: the consumer knows of settlements that never
  -- were, and of claims whose ids may be another's by now. What it holds here must go to somebody who knows no better.
  call('ZREM', LEASES, ARGV[1])
  return {'FENCED'}
end
