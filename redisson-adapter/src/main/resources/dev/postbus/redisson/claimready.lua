-- Claims from the ready list, where first deliveries have no id yet, and foreign elements may lie that no publisher put
-- there: those are counted as emitted from now on.
local function claimReady(q, wanted, taken, length)
  local read, used, bytes, full, foreign, before, args = 0, 0, 0, false, 0, taken, {}
  local format, idFormat = string.format, q .. '%d'
  -- A number for each that may be claimed: some are left over when deliveries are for several handlers, or large.
  local most = math.min(wanted - taken, length)
  local sequence = call('INCRBY', SEQUENCE, most) - most
  while not full and read < length and taken < wanted do
    local elements = call('LRANGE', READY[q], read, read + pageSize(read, bytes, wanted - taken) - 1)
    for i = 1, #elements do
      local element = elements[i]
      local handlers = handlersIn(element)
      local weight = handlers > 0 and handlers or 1
      bytes = bytes + #element
      if taken > 0 and (taken + weight > wanted or size + #element > MAX_BYTES) then
        full = true
        break
      end
      local id = format(idFormat, sequence + used + 1)
      if handlers ~= 1 then
        id = id .. '.' .. handlers
        element = handlers > 0 and element or '\n' .. element
        foreign = foreign + (handlers > 0 and 0 or 1)
      end
      used, claims, taken, size = used + 1, claims + 1, taken + weight, size + #element
      ids[claims], reply[claims + 2] = id, element
      args[2 * used - 1], args[2 * used] = id, element
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
