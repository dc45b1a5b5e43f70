-- Moves events that wait for a first group to this one; those that went elsewhere meanwhile are left out.
-- KEYS the group's, then 25 unclaimed, 26 unclaimed events, 27 directory
-- ARGV group, then position and handlers of each
-- Result {number moved, "<queue>=<ms of an alarm> ..."}
-- @include group.lua
-- @include deliveries.lua
local moved, earliest = 0, {}
-- A group that was removed meanwhile takes nothing: nobody would handle it.
local bound = call('HEXISTS', KEYS[27], ARGV[1]) == 1
for i = 2, #ARGV, 2 do
  local stored = bound and call('HGET', KEYS[26], ARGV[i])
  if stored then
    local head, rest = split(stored)
    local q, due, event = string.match(head, '^(%a)(%d+) (.*)$')
    local _, commas = string.gsub(ARGV[i + 1], ',', ',')
    local element = '{"handlers":"' .. ARGV[i + 1] .. '",' .. string.sub(rest, 3)
    due = tonumber(due)
    if due > now then
      local id = newId(q, commas + 1, false)
      local first = firstDue(q)
      call('HSET', DELIVERIES, id, '@' .. event .. '\n' .. element)
      call('ZADD', CALENDAR[q], due, id)
      call('HSET', SCHEDULED, event, id)
      earliest[q] = due < first and due or earliest[q]
    else
      call('RPUSH', READY[q], element)
    end
    wake(q)
    count(q, 'emitted', commas + 1)
    count(q, due > now and 'delayed' or 'ready', commas + 1)
    call('HDEL', KEYS[26], ARGV[i])
    call('ZREMRANGEBYSCORE', KEYS[25], ARGV[i], ARGV[i])
    moved = moved + 1
  end
end
storeCounts()
local alarms = {}
for q, due in pairs(earliest) do
  alarms[#alarms + 1] = q .. '=' .. due - now
end
return {moved, table.concat(alarms, ' ')}
