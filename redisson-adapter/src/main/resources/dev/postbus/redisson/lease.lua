-- Renews the lease of consumer ARGV[1] for ARGV[2] milliseconds; without one it was fenced and gets no further.
local expiry = call('ZSCORE', LEASES, ARGV[1])
-- @include renew.lua
