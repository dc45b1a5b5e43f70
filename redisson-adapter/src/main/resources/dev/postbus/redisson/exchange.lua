-- Settles and claims in one step, once per request.
-- KEYS the group's, then 25 in flight, 26 marks, 27 newest request
-- ARGV consumer, lease ms, request id, wanted of h, d and l (0: leave alone), suspects (1 or 0), maximum bytes,
--      dead letter limit; of each queue the ids of deliveries to one handler that are done, in one text; then other
--      settlements, see settle.lua
-- Result {"FENCED"}, {"OLD"} for a request before the newest, or {facts, ids claimed, value of each ...};
--      facts "<queues with more>;<ms until the next is due>;<paused>;<dropped dead letters>;<queue>=<ms> ...", the
--      last being alarms to set
-- @include names.lua
local INFLIGHT, MARKS, REQUEST = KEYS[25], KEYS[26], KEYS[27]
-- @include lease.lua
-- @include repeat.lua
-- @include deliveries.lua
-- @include marks.lua
-- @include settle.lua
-- @include claim.lua
local paused = table.concat(call('SMEMBERS', PAUSED))
settleAll(10)
local dropped = trimDead(tonumber(ARGV[9]))
local more, nextDue, alarms = '', math.huge, {}
-- What an idle instance asks for now and then costs little when nothing is there.
local idle = #ARGV == 12 and table.concat(ARGV, '', 10, 12) == '' and isEmpty()
for i, q in ipairs(idle and {} or QUEUES) do
  local first = firstDue(q)
  if first == earliest[q] then
    alarms[#alarms + 1] = q .. '=' .. first - now
  end
  -- A paused queue tells nothing: its end of pause is a signal of its own.
  if not string.find(paused, q, 1, true) then
    local wanted = tonumber(ARGV[3 + i])
    if wanted > 0 and first <= now then
      promote(q, 200)
      first = firstDue(q)
    end
    -- Also what is due and has no room here: the token of its alarm may have ended up here.
    local left = claim(q, wanted) > 0 or first <= now
    local suspected = call('EXISTS', SUSPECTS[q]) == 1
    if left or suspected and ARGV[7] == '1' then
      wake(q)
    elseif wanted > 0 then
      -- Who waits has taken his token; who comes later looks first. One that lies here would wake him for nothing.
      call('DEL', WAKE[q])
    end
    -- Also of a queue that is not wanted now; but what is due there and has no room yet must not wake anybody.
    if wanted > 0 or first > now then
      nextDue = math.min(nextDue, first)
    end
    if wanted > 0 then
      more = (left or suspected and suspects) and more .. q or more
    end
  end
end
if idle then call('DEL', WAKE.h, WAKE.d, WAKE.l) end
storeCounts()
local due = nextDue < math.huge and math.max(0, nextDue - now) or ''
reply[1] = table.concat({more, due, paused, dropped, table.concat(alarms, ' ')}, ';')
reply[2] = table.concat(ids, ' ')
call('SET', REQUEST, ARGV[3] .. ' ' .. reply[1] .. '\n' .. reply[2])
return reply
