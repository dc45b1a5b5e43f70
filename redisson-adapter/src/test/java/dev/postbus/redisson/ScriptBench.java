package dev.postbus.redisson;

import static dev.postbus.redisson.ScriptCodec.text;

import dev.postbus.redisson.ScriptCodec.Stored;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.redisson.api.RScript.Mode;
import org.redisson.api.RScript.ReturnType;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.KeysScanOptions;
import org.redisson.client.codec.StringCodec;

/**
 * A namespace of its own in which a script is tried: state before, call, state after. For scripts
 * the time stands still; times are shown as they are relative to it, in seconds.
 */
final class ScriptBench implements AutoCloseable {

  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  /** When every script is run here, in epoch milliseconds: no test waits for a clock. */
  static final long NOW = 1_900_000_000_123L;

  /** Gives a script that time. All in one line, so that an error names the script's own lines. */
  private static final String CLOCK =
      ("local redis = {call = function(name, ...) "
              + "if name == 'TIME' then return {'%d', '%d'} end return redis.call(name, ...) end, "
              + "pcall = redis.pcall} ")
          .formatted(NOW / 1000, NOW % 1000 * 1000);

  private static final Pattern SORTED =
      Pattern.compile("(^unclaimed|dead|leases|fenced|calendar|suspects)$");
  private static final Pattern RELATIVE = Pattern.compile("now([+-].*)s");

  /** Returns a key's contents as text, times relative to now; ids and counters stay numbers. */
  private static final String READ =
      """
      local function when(text)
        local ms = text - ARGV[1]
        return math.abs(ms) > 86400000 and text or string.format('now%+.14gs', ms / 1000)
      end
      local kind = redis.call('TYPE', KEYS[1]).ok
      if kind == 'string' then
        local value = redis.call('GET', KEYS[1])
        return {kind, {string.match(KEYS[1], ':since$') and when(value) or value}}
      elseif kind == 'list' then
        return {kind, redis.call('LRANGE', KEYS[1], 0, -1)}
      elseif kind == 'set' then
        return {kind, redis.call('SMEMBERS', KEYS[1])}
      elseif kind == 'hash' then
        local all = redis.call('HGETALL', KEYS[1])
        for i = 2, #all, 2 do
          if string.match(KEYS[1], ':seen$') then all[i] = when(all[i]) end
        end
        return {kind, all}
      elseif kind == 'zset' then
        local all = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
        for i = 2, #all, 2 do all[i] = when(all[i]) end
        return {kind, all}
      end
      return {kind, {}}
      """;

  private final RedissonClient client;
  final String namespace =
      "bench-" + ProcessHandle.current().pid() + "-" + NAMESPACES.incrementAndGet();
  final RedisKeys keys = new RedisKeys(namespace);

  ScriptBench() {
    this(TestRedis.client());
  }

  ScriptBench(RedissonClient client) {
    this.client = client;
  }

  RedissonClient client() {
    return client;
  }

  RedisKeys.Group group() {
    return keys.group("g");
  }

  /** Runs a script at {@link #NOW}. */
  List<Object> run(Script script, List<Object> touched, Object... arguments) {
    return client
        .getScript(ScriptCodec.INSTANCE)
        .eval(Mode.READ_WRITE, CLOCK + script.text(), ReturnType.LIST, touched, arguments);
  }

  /** Returns a reply with stored values as text. */
  static List<Object> plain(List<Object> reply) {
    return reply.stream().map(item -> item instanceof Stored ? text(item) : item).toList();
  }

  /** Runs one command, for the state before; {@code now+5s} is such a time. */
  void redis(String command, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of(command));
    for (Object argument : arguments) {
      all.add(argument instanceof String text ? time(text) : argument);
    }
    client
        .getScript(StringCodec.INSTANCE)
        .eval(
            Mode.READ_WRITE,
            "redis.call(unpack(ARGV)); return 1",
            ReturnType.LONG,
            List.of("{" + namespace + "}"),
            all.toArray());
  }

  private static Object time(String text) {
    Matcher relative = RELATIVE.matcher(text);
    return relative.matches()
        ? NOW + new BigDecimal(relative.group(1)).movePointRight(3).longValueExact()
        : text;
  }

  /** Writes the state before, in the form in which {@link #state()} shows it. */
  void given(Map<String, ?> state) {
    state.forEach(
        (name, content) -> {
          List<Object> arguments = new ArrayList<>(List.of("{" + namespace + "}:" + name));
          if (content instanceof Map<?, ?> map) {
            boolean sorted = SORTED.matcher(name).find();
            map.forEach(
                (member, of) ->
                    arguments.addAll(sorted ? List.of(of, member) : List.of(member, of)));
            redis(sorted ? "ZADD" : "HSET", arguments.toArray());
          } else if (content instanceof Collection<?> items) {
            arguments.addAll(items);
            redis(content instanceof Set ? "SADD" : "RPUSH", arguments.toArray());
          } else {
            redis("SET", arguments.get(0), content);
          }
        });
  }

  /** Returns a state of keys and contents, key after key, all of group g. */
  static Map<String, Object> inGroup(Object... keysAndContents) {
    Map<String, Object> state = new TreeMap<>();
    for (int i = 0; i < keysAndContents.length; i += 2) {
      state.put("group:g:" + keysAndContents[i], keysAndContents[i + 1]);
    }
    return state;
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

  /** Returns the fields or members under a key of the group, in their order. */
  List<String> names(String key) {
    return state(key) instanceof Map<?, ?> map
        ? map.keySet().stream().map(String.class::cast).toList()
        : List.of();
  }

  private Object read(String key) {
    List<Object> reply =
        client
            .getScript(StringCodec.INSTANCE)
            .eval(Mode.READ_WRITE, READ, ReturnType.LIST, List.of(key), NOW);
    List<String> values = ((List<?>) reply.get(1)).stream().map(String.class::cast).toList();
    return switch ((String) reply.get(0)) {
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
