-- The names of a group's keys, for scripts that must pass when Redis is out of memory, see names.lua.
-- @include names.lua
-- Allowed then, and once a script has written it may go on: what is stored must get out.
call('PERSIST', LEASES)
