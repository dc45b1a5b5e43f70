-- Claims into INFLIGHT what ARGV 7 (suspects) and 8 (maximum bytes) allow; ids and values of the claims are collected.
-- Counting beats the length operator here, and no element is copied: these loops run once per event.
local claims, ids, reply, size, suspects = 0, {}, {'', ''}, 0, ARGV[7] == '1'
local MAX_BYTES = tonumber(ARGV[8])
-- How many handlers an element names, exactly as Elements.handlers sees it.
local seen, seenLength, seenHandlers = '', 0, 0
local function handlersIn(element)
  if #element < 16 then
    return 0
  elseif string.sub(element, 1, seenLength) == seen and seenLength > 0 then
    return seenHandlers
  end
  local start, numbers = string.match(element, '^({"handlers":"([%d,]+)")')
  local n, last = 0, -1
  for number in string.gmatch(numbers and numbers .. ',' or '', '([^,]*),') do
    if number == '' or #number > 9 or tonumber(number) <= last then
      return 0
    end
    n, last = n + 1, tonumber(number)
  end
  if n > 0 then
    seen, seenLength, seenHandlers = start, #start, n
  end
  return n
end
-- How many to read next: a few, then as many as fit if they are like those read so far, but never so many that Redis
-- would stand still if these are larger by far. The first of a queue always fits, else one that is larger than a limit
-- would never go.
local function pageSize(read, bytes, rest)
  local fit = read == 0 and 8 or math.floor((MAX_BYTES - size) * read / bytes) + 1
  return math.max(1, math.min(rest, fit, 32))
end
local function store(args)
  for from = 1, #args, 4000 do
    call('HSET', INFLIGHT, unpack(args, from, math.min(from + 3999, #args)))
  end
end
-- @include claimfront.lua
-- @include claimsuspect.lua
-- @include claimready.lua
-- Claims up to the wanted number of handler deliveries. The front comes first but leaves half to the ready list, so
-- that endless retries cannot starve what is new. Returns how many deliveries are left that are no suspects.
local function claim(q, wanted)
  local front, ready, taken = call('LLEN', FRONT[q]), call('LLEN', READY[q]), 0
  if wanted > 0 and suspects and claimSuspect(q) then
    suspects, wanted = false, 0
  end
  if front > 0 and wanted > 0 then
    taken, front = claimFront(q, ready > 0 and math.max(1, math.floor(wanted / 2)) or wanted, 0, front)
  end
  if ready > 0 and taken < wanted then
    taken, ready = claimReady(q, wanted, taken, ready)
  end
  if front > 0 and taken < wanted then
    taken, front = claimFront(q, wanted, taken, front)
  end
  return front + ready
end
