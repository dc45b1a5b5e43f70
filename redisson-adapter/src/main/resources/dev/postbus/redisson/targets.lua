-- The targets (one queue of one group each) and plans (which handlers of which targets) of a batch, see publish.lua.
-- What goes to a target is collected first, so that few commands carry many events.
-- @include time.lua
local targets, plans, at = {}, {}, 6 + ARGV[5]
for t = 1, tonumber(ARGV[5]) do
  targets[t] = {keys = 7 * t, queue = ARGV[5 + t], elements = {}, size = 0, late = {}, emitted = 0, delayed = 0}
end
for p = 1, tonumber(ARGV[at]) do
  local plan = {}
  for t, handlers in string.gmatch(ARGV[at + p], '(%d+):([%d,]+)') do
    local _, commas = string.gsub(handlers, ',', ',')
    local prefix = '{"handlers":"' .. handlers .. '",'
    plan[#plan + 1] = {target = targets[tonumber(t)], handlers = commas + 1, prefix = prefix}
  end
  plans[tostring(p)] = plan
end
at = at + 1 + ARGV[at]
local function deliver(plan, body, delay, eventId)
  for i = 1, #plan do
    local part = plan[i]
    local target, element = part.target, #plan > 1 and part.prefix .. body or body
    target.emitted = target.emitted + part.handlers
    if delay == 0 then
      target.size = target.size + 1
      target.elements[target.size] = element
    else
      target.delayed = target.delayed + part.handlers
      local due = now + 1 + delay
      target.late[#target.late + 1] = {due = due, handlers = part.handlers, event = eventId, element = element}
    end
  end
end
-- @include keep.lua
-- @include store.lua
