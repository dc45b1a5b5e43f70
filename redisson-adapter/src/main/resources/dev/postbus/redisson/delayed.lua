-- Reads what waits for its time, next due first: by time, then queue, then place in its calendar.
-- KEYS the group's
-- ARGV how many to leave out, how many to read
-- Result {id, due, 1 for a first delivery or 0, value, ...}
-- @include group.lua
-- @include deliveries.lua
-- @include delayedpage.lua
local pages, at, result = {}, {}, {}
for _, q in ipairs(QUEUES) do
  local same = skip > 0 and math.min(skip, call('ZCOUNT', CALENDAR[q], low, low)) or 0
  skip = skip - same
  pages[q] = call('ZRANGE', CALENDAR[q], each[q] + same, each[q] + same + ARGV[2] - 1, 'WITHSCORES')
  at[q] = 1
end
for _ = 1, tonumber(ARGV[2]) do
  local next
  for _, q in ipairs(QUEUES) do
    local due = tonumber(pages[q][at[q] + 1])
    if due and (not next or due < tonumber(pages[next][at[next] + 1])) then
      next = q
    end
  end
  if not next then
    break
  end
  local id = pages[next][at[next]]
  local value = call('HGET', DELIVERIES, id)
  local first = value and string.byte(value) == 64 and 1 or 0
  for _, item in ipairs({id, pages[next][at[next] + 1], first, value}) do
    result[#result + 1] = item
  end
  at[next] = at[next] + 2
end
return result
