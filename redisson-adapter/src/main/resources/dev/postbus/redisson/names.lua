-- Names for the keys of a group, shared by the scripts that work on one.
-- KEYS 1 leases, 2 counts, 3 sequence, 4 deliveries, 5 scheduled, 6 paused, 7 alive since, 8 dead, 9 dead events,
--      then ready, front, suspects, calendar, wake of the queues h (10 to 14), d (15 to 19) and l (20 to 24);
--      what a script needs beyond these follows
local call = redis.call
local LEASES, COUNTS, SEQUENCE, DELIVERIES, SCHEDULED = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local PAUSED, ALIVE_SINCE, DEAD, DEAD_EVENTS = KEYS[6], KEYS[7], KEYS[8], KEYS[9]
local READY = {h = KEYS[10], d = KEYS[15], l = KEYS[20]}
local FRONT = {h = KEYS[11], d = KEYS[16], l = KEYS[21]}
local SUSPECTS = {h = KEYS[12], d = KEYS[17], l = KEYS[22]}
local CALENDAR = {h = KEYS[13], d = KEYS[18], l = KEYS[23]}
local WAKE = {h = KEYS[14], d = KEYS[19], l = KEYS[24]}
local QUEUES = {'h', 'd', 'l'}
-- @include time.lua
