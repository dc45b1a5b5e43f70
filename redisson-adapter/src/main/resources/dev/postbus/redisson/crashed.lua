-- What a crash adds to the state of a delivery.
-- Recorded starts count as attempts, unless the consumer has ended by itself.
local charge = call('HGET', KEYS[25], ARGV[1]) ~= 'closed'
local function crashed(state, marks)
  local started, seen = {}, {}
  for handler in string.gmatch(charge and marks or '', '%*(%d+)') do
    if not seen[handler] and not isSettled(marks, handler) then
      started[#started + 1], seen[handler] = handler, true
    end
  end
  if #started == 0 and string.sub(state, -1) == '~' then
    return state
  end
  return state .. '~' .. table.concat(started, ',')
end
