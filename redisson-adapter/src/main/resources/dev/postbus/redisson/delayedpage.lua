-- Finds where a page of the three calendars begins, which may be anywhere among a million: the time it begins at, and
-- then how many of that time are left out in each queue.
-- Returns how many are due before the time in each queue, and together.
local function before(due)
  local each, all = {}, 0
  for _, q in ipairs(QUEUES) do
    each[q] = call('ZCOUNT', CALENDAR[q], '-inf', '(' .. due)
    all = all + each[q]
  end
  return each, all
end
local each, all = before(now + 1)
local skip = tonumber(ARGV[1])
local target, low, high = all + skip, now, now
for _, q in ipairs(QUEUES) do
  high = math.max(high, tonumber(call('ZREVRANGE', CALENDAR[q], 0, 0, 'WITHSCORES')[2] or 0))
end
while skip > 0 and low < high do
  local middle = math.floor((low + high) / 2)
  local _, n = before(middle + 1)
  if n > target then
    high = middle
  else
    low = middle + 1
  end
end
if skip > 0 then
  each, all = before(low)
  skip = target - all
end
