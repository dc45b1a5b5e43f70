package dev.postbus.redisson;

import dev.postbus.EventQueue;
import dev.postbus.engine.ExchangeRequest;
import dev.postbus.engine.Settlement;
import java.util.List;
import java.util.Map;

/** Runs the exchange script for consumer {@code c} of group {@code g}, which has a lease. */
final class ExchangeBench implements AutoCloseable {

  static final String IN_FLIGHT = "consumer:c:inflight";
  static final String MARKS = "consumer:c:marks";
  static final long LEASE_MILLIS = 10_000;

  final ScriptBench bench = new ScriptBench();
  private final List<Object> keys;
  private long requests;

  ExchangeBench() {
    RedisKeys.Group group = bench.group();
    keys = group.with(group.inFlight("c"), group.marks("c"), group.request("c"));
    bench.redis("ZADD", group.leases(), "now+10s", "c");
  }

  /** Puts a delivery in flight and counts it. */
  void inFlight(String id, String value) {
    bench.redis("HSET", bench.group().inFlight("c"), id, value);
    String handlers = id.contains(".") ? id.replaceAll(".*\\.(\\d+).*", "$1") : "1";
    long weight = Math.max(1, Long.parseLong(handlers));
    bench.redis("HINCRBY", bench.group().counts(), id.charAt(0) + ":inflight", weight);
    bench.redis("HINCRBY", bench.group().counts(), id.charAt(0) + ":emitted", weight);
  }

  /** Puts elements into the ready list of the DEFAULT queue. */
  void ready(String... elements) {
    for (String element : elements) {
      bench.redis("RPUSH", bench.group().ready(EventQueue.DEFAULT), element);
    }
  }

  List<Object> settle(Settlement... settlements) {
    return run(List.of(settlements), Map.of(), true, 1 << 20, 100);
  }

  List<Object> claim(int wanted) {
    return run(List.of(), Map.of(EventQueue.DEFAULT, wanted), true, 1 << 20, 100);
  }

  List<Object> claimUnsuspected(int wanted) {
    return run(List.of(), Map.of(EventQueue.DEFAULT, wanted), false, 1 << 20, 100);
  }

  List<Object> run(
      List<Settlement> settlements,
      Map<EventQueue, Integer> wanted,
      boolean suspects,
      int maxBytes,
      int deadLetterLimit) {
    return run(
        new ExchangeRequest(++requests, settlements, wanted, suspects, maxBytes, deadLetterLimit));
  }

  List<Object> run(ExchangeRequest request) {
    return bench.run(Script.EXCHANGE, keys, ExchangeCall.arguments("c", LEASE_MILLIS, request));
  }

  @Override
  public void close() {
    bench.close();
  }
}
