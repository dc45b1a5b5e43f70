-- Now, as Redis sees it: no clock of a client decides anything.
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
