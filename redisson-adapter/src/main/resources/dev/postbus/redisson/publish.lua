-- Stores a batch of events, once. Its first write is one that Redis refuses when out of memory, so it fails whole.
-- KEYS 1 publisher's memory, 2 directory version, 3 directory, 4 unclaimed, 5 unclaimed events, 6 unclaimed sequence;
--      per target ready, wake, calendar, deliveries, scheduled, sequence, counts; then one per event id of a caller
-- ARGV sequence, directory version, deduplication window ms, unclaimed limit, number of targets, their queues,
--      number of plans, each "<target>:<handlers> ..."; then either "<plan>*<number of events>" and their bodies or
--      "<plan> <delay ms> <number of its id's key> <queue>", event id, event name, body of one.
--      The body is the element for a plan of one target, the envelope without { for more, all of it for plan 0, nobody
-- Result {"REFUSED"}, {"STALE", version, directory} or {"OK" followed by " D<event>=<groups>" duplicate,
--      " F<event>" unclaimed full, " A<target>=<ms>" alarm to set}
local call = redis.call
local memory = call('GET', KEYS[1])
if memory then
  local newest, reply = string.match(memory, '^(%d+) (.*)$')
  if tonumber(newest) >= tonumber(ARGV[1]) then
    call('PEXPIRE', KEYS[1], 600000) -- A write: a WAIT that follows covers the first time too, on any connection.
    return {newest == ARGV[1] and reply or 'REFUSED'}
  end
end
local version = call('GET', KEYS[2]) or ''
if version ~= ARGV[2] then
  return {'STALE', version, call('HGETALL', KEYS[3])}
end
-- @include row.lua
-- @include targets.lua
local known, reply, event = {}, {'OK'}, -1
while at <= #ARGV do
  local same, n = string.match(ARGV[at], '^(%d+)%*(%d+)$')
  if same then
    for i = at + 1, at + n do
      deliver(plans[same], ARGV[i], 0)
    end
    event, at = event + n, at + 1 + n
  else
    event = event + 1
    local number, delay, idKey, q = string.match(ARGV[at], '^(%d+) (%d+) (%d+) (%a)$')
    local id, name, body = ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
    idKey = idKey ~= '0' and KEYS[6 + 7 * #targets + idKey]
    local groups = idKey and (known[idKey] or call('GET', idKey))
    local plan = plans[number]
    if groups then
      reply[#reply + 1] = 'D' .. event .. '=' .. groups
    elseif not plan and not keepUnclaimed(q, tonumber(delay), id, name, body) then
      reply[#reply + 1] = 'F' .. event
    else
      deliver(plan or {}, body, tonumber(delay), id)
      known[idKey or ''] = plan and #plan or 0
    end
    at = at + 4
  end
end
for t, target in ipairs(targets) do
  store(t, target, reply)
end
known[''] = nil
for idKey, groups in pairs(known) do
  call('SET', idKey, groups, 'PX', ARGV[3])
end
reply = table.concat(reply, ' ')
call('SET', KEYS[1], ARGV[1] .. ' ' .. reply, 'PX', 600000)
return {reply}
