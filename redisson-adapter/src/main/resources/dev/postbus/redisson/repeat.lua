-- A request that was answered before changes nothing: its answer is made anew from what it claimed.
local memory = call('GET', REQUEST)
if memory then
  local newest, facts, ids = string.match(memory, '^(%d+) ([^\n]*)\n(.*)$')
  if newest == ARGV[3] then
    local reply = {facts, ids}
    for id in string.gmatch(ids, '%S+') do
      reply[#reply + 1] = call('HGET', INFLIGHT, id)
    end
    return reply
  elseif tonumber(newest) > tonumber(ARGV[3]) then
    return {'OLD'}
  end
end
