-- Claims into INFLIGHT what ARGV 7 (suspects) and 8 (maximum bytes) allow; reply and claimed collect it.
local claimed, reply, size, suspects = {}, {'', ''}, 0, ARGV[7] == '1'
local MAX_BYTES = tonumber(ARGV[8])
-- How many handlers an element names, exactly as Elements.handlers sees it.
local numbers = {}
local function handlersIn(element)
  local text = #element > 15 and string.match(element, '^{"handlers":"([%d,]+)"')
  if not text then
    return 0
  end
  if not numbers[text] then
    local n, last = 0, -1
    for number in string.gmatch(text .. ',', '([^,]*),') do
      if number == '' or #number > 9 or tonumber(number) <= last then
        n = 0
        break
      end
      n, last = n + 1, tonumber(number)
    end
    numbers[text] = n
  end
  return numbers[text]
end
-- How many to read next: a few, then as many as fit if they are like those read so far.
local function pageSize(read, bytes, rest)
  local fit = read == 0 and 8 or math.floor((MAX_BYTES - size) * read / bytes) + 1
  return math.max(1, math.min(rest, fit, 1000))
end
-- The first of a queue always fits, else one that is larger than a limit would never go.
local function fits(taken, weight, wanted, bytes)
  return taken == 0 or (taken + weight <= wanted and size + bytes <= MAX_BYTES)
end
local function hold(id, value, args)
  claimed[#claimed + 1], reply[#reply + 1] = id, value
  args[#args + 1], args[#args + 2] = id, value
  size = size + #value
end
local function store(args)
  for from = 1, #args, 4000 do
    call('HSET', INFLIGHT, unpack(args, from, math.min(from + 3999, #args)))
  end
end
-- @include claimfront.lua
-- @include claimready.lua
-- Claims up to the wanted number of handler deliveries. The front comes first but leaves half to the ready list, so that
-- endless retries cannot starve what is new. Returns how many deliveries are left that are no suspects.
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
