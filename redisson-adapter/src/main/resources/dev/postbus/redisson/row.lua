-- Most batches are one row of events for one queue of one group, without delay or an id of a caller: they need none of
-- what publish.lua makes ready for the others, which takes longer than storing one event does.
local row = ARGV[5] == '1' and ARGV[7] == '1' and string.match(ARGV[9], '^1%*(%d+)$')
if row and tonumber(row) == #ARGV - 9 then
  for from = 10, #ARGV, 4000 do
    call('RPUSH', KEYS[7], unpack(ARGV, from, math.min(from + 3999, #ARGV)))
  end
  if call('LLEN', KEYS[8]) == 0 then
    call('RPUSH', KEYS[8], '1')
  end
  local _, commas = string.gsub(ARGV[8], ',', ',')
  call('HINCRBY', KEYS[13], ARGV[6] .. ':emitted', row * (commas + 1))
  call('HINCRBY', KEYS[13], ARGV[6] .. ':ready', row * (commas + 1))
  call('SET', KEYS[1], ARGV[1] .. ' OK', 'PX', 600000)
  return {'OK'}
end
