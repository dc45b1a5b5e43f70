-- Reads what the server says of itself, and finds out what this user may not do: each command is tried on a text that
-- is of the wrong kind for most of them, so that nothing comes of it, and that is removed at the end.
-- KEYS 1 key to try on, 2 unclaimed
-- ARGV the channels to try
-- Result {the text of INFO, seconds, microseconds, events without a group, then the commands and channels refused}
local refused, key = {}, KEYS[1]
local function try(name, ...)
  local reply = redis.pcall(...)
  local problem = type(reply) == 'table' and reply.err
  if not problem then
    return reply
  end
  for _, sign in ipairs({'NOPERM', 'ACL failure', "can't run this command", "can't access at least one"}) do
    if string.find(problem, sign, 1, true) then
      refused[#refused + 1] = name
      return nil
    end
  end
end
local function tryAll(commands)
  for command, rest in string.gmatch(commands, '(%l+)([^;]*);') do
    local arguments = {}
    for argument in string.gmatch(rest, '%S+') do
      arguments[#arguments + 1] = argument
    end
    try(command, command, key, unpack(arguments))
  end
end
local info = try('info', 'info') or ''
local time = try('time', 'time') or {'0', '0'}
local unclaimed = tostring(try('zcard', 'zcard', KEYS[2]) or 0)
try('ping', 'ping')
tryAll('set x;persist;pexpire 1000;get;exists;incr;incrby 1;hset f v;hincrby f 1;hget f;hmget f;hgetall;hkeys;hlen;')
tryAll('hexists f;hscan 0;hdel f;lpush x;rpush x;lindex 0;llen;lrange 0 0;lrem 0 x;ltrim 0 0;sadd x;smembers;srem x;')
tryAll('zadd 1 x;zcount 0 0;zrange 0 0;zrangebyscore 0 0;zrevrange 0 0;zscore x;zrem x;zremrangebyrank 0 0;')
tryAll('zremrangebyscore 0 0;unlink;del;')
for _, channel in ipairs(ARGV) do
  try('publish to ' .. channel, 'publish', channel, '')
end
return {info, time[1], time[2], unclaimed, unpack(refused)}
