package dev.postbus.redisson;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.redisson.api.RScript.Mode;
import org.redisson.api.RScript.ReturnType;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.KeysScanOptions;
import org.redisson.client.codec.StringCodec;

/**
 * A namespace of its own in which a script is tried: state before, call, state after. Times are
 * shown as they are relative to now, in seconds, so that a test can name them.
 */
final class ScriptBench implements AutoCloseable {

  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  /** Returns a key's contents as text, times relative to now; ids and counters stay numbers. */
  private static final String READ =
      """
      local time = redis.call('TIME')
      local function when(ms)
        if math.abs(ms - time[1] * 1000) > 86400000 then return tostring(ms) end
        return 'now' .. string.format('%+d', math.floor((ms - time[1] * 1000) / 1000 + 0.5)) .. 's'
      end
      local kind = redis.call('TYPE', KEYS[1]).ok
      if kind == 'string' then
        local value = redis.call('GET', KEYS[1])
        return {kind, string.match(KEYS[1], ':since$') and when(tonumber(value)) or value}
      elseif kind == 'list' then
        return {kind, unpack(redis.call('LRANGE', KEYS[1], 0, -1))}
      elseif kind == 'set' then
        return {kind, unpack(redis.call('SMEMBERS', KEYS[1]))}
      elseif kind == 'hash' then
        local all = redis.call('HGETALL', KEYS[1])
        for i = 2, #all, 2 do
          if string.match(KEYS[1], ':seen$') then all[i] = when(tonumber(all[i])) end
        end
        return {kind, unpack(all)}
      elseif kind == 'zset' then
        local all = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
        for i = 2, #all, 2 do all[i] = when(tonumber(all[i])) end
        return {kind, unpack(all)}
      end
      return {kind}
      """;

  private final RedissonClient client;
  final String namespace =
      "bench-" + ProcessHandle.current().pid() + "-" + NAMESPACES.incrementAndGet();
  final RedisKeys keys = new RedisKeys(namespace);
  final Scripts scripts;

  ScriptBench() {
    this(TestRedis.client());
  }

  ScriptBench(RedissonClient client) {
    this.client = client;
    this.scripts = new Scripts(client);
  }

  RedissonClient client() {
    return client;
  }

  RedisKeys.Group group() {
    return keys.group("g");
  }

  /** Runs a script and waits. */
  List<Object> run(Script script, List<Object> touched, Object... arguments) {
    return scripts.run(script, touched, arguments).toCompletableFuture().join();
  }

  /** Runs one command, for the state before. */
  void redis(String command, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(arguments));
    client
        .getScript(StringCodec.INSTANCE)
        .eval(
            Mode.READ_WRITE,
            "local time = redis.call('TIME');"
                + "for i, v in ipairs(ARGV) do"
                + "  local s = string.match(v, '^now([+-]%d+)s$');"
                + "  if s then ARGV[i] = string.format('%.0f', (time[1] + s) * 1000) end "
                + "end;"
                + "redis.call(unpack(ARGV)); return 1",
            ReturnType.LONG,
            List.of("{" + namespace + "}"),
            all.toArray());
  }

  /** Returns all there is, by key without the namespace. */
  Map<String, Object> state() {
    Map<String, Object> state = new TreeMap<>();
    String prefix = "{" + namespace + "}:";
    for (String key : client.getKeys().getKeys(KeysScanOptions.defaults().pattern(prefix + "*"))) {
      state.put(key.substring(prefix.length()), read(key));
    }
    return state;
  }

  /** Returns what is under a key of the group, or null. */
  Object state(String key) {
    return state().get("group:g:" + key);
  }

  private Object read(String key) {
    List<String> reply =
        client
            .getScript(StringCodec.INSTANCE)
            .eval(Mode.READ_WRITE, READ, ReturnType.LIST, List.of(key));
    List<String> values = reply.subList(1, reply.size());
    return switch (reply.get(0)) {
      case "string" -> values.get(0);
      case "list" -> values;
      case "set" -> new TreeSet<>(values);
      case "zset" -> pairs(values, new LinkedHashMap<>());
      default -> pairs(values, new TreeMap<>());
    };
  }

  private static Map<String, String> pairs(List<String> values, Map<String, String> into) {
    for (int i = 0; i < values.size(); i += 2) {
      into.put(values.get(i), values.get(i + 1));
    }
    return into;
  }

  /** Returns the counts of the DEFAULT queue that are not zero. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    client
        .<String, String>getMap(group().counts(), StringCodec.INSTANCE)
        .readAllMap()
        .forEach((name, n) -> counts.put(name, Long.valueOf(n)));
    counts.values().removeIf(n -> n == 0);
    return counts;
  }

  @Override
  public void close() {
    client.getKeys().deleteByPattern("*{" + namespace + "}*");
  }
}
