-- Claims from the ready list, where first deliveries have no id yet, and foreign elements may lie that no publisher put
-- there: those are counted as emitted from now on.
local function claimReady(q, wanted, taken, length)
  local read, used, bytes, full, foreign, before, args = 0, 0, 0, false, 0, taken, {}
  while not full and read < length and taken < wanted do
    local elements = call('LRANGE', READY[q], read, read + pageSize(read, bytes, wanted - taken) - 1)
    local sequence = call('INCRBY', SEQUENCE, #elements) - #elements
    for i = 1, #elements do
      local element = elements[i]
      local handlers = handlersIn(element)
      local weight = handlers > 0 and handlers or 1
      bytes = bytes + #element
      full = full or not fits(taken, weight, wanted, #element)
      if full then
        break
      end
      used, taken = used + 1, taken + weight
      foreign = foreign + (handlers == 0 and 1 or 0)
      hold(q .. (sequence + i) .. (handlers == 1 and '' or '.' .. handlers), '\n' .. element, args)
    end
    read = read + #elements
  end
  if used > 0 then
    store(args)
    call('LTRIM', READY[q], used, -1)
    count(q, 'emitted', foreign)
    count(q, 'ready', foreign - (taken - before))
    count(q, 'inflight', taken - before)
  end
  return taken, length - used
end
