package dev.postbus.redisson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventQueue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsumerScriptsTest {

  private static final long LEASE = 10_000;
  private static final String ONE = "{\"handlers\":\"1\",\"n\":1}";
  private static final String THREE = "{\"handlers\":\"1,2,3\",\"n\":3}";

  private static final String WHO = "{\"since\":" + ScriptBench.NOW + ",\"pid\":7}";

  private final ScriptBench bench = new ScriptBench();
  private final RedisKeys.Group group = bench.group();
  private final List<Object> keys = group.withConsumers();

  @AfterEach
  void clear() {
    bench.close();
  }

  private void register(String consumer, String... handlers) {
    Object[] all = new Object[3 + handlers.length];
    all[0] = consumer;
    all[1] = LEASE;
    all[2] = "\"pid\":7}";
    System.arraycopy(handlers, 0, all, 3, handlers.length);
    bench.run(Script.REGISTER, keys, all);
  }

  private List<Object> recover(String consumer, int limit) {
    List<Object> all =
        group.with(
            group.consumers(),
            group.fenced(),
            group.inFlight(consumer),
            group.marks(consumer),
            group.request(consumer));
    return bench.run(Script.RECOVER, all, consumer, limit);
  }

  @Test
  void registerGivesALeaseAndAdvertises() {
    register("c", "A.on", "B.on");

    assertThat(bench.state())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "group:g:leases", Map.of("c", "now+10s"),
                "group:g:consumers", Map.of("c", WHO),
                "group:g:alive:since", "now+0s",
                "group:g:handlers:seen", Map.of("A.on", "now+0s", "B.on", "now+0s")));

    bench.redis("SET", group.aliveSince(), "now-90s");
    register("d");
    assertThat(bench.state("alive:since")).isEqualTo("now-90s");
    bench.redis("ZADD", group.leases(), "now-1s", "c", "now-1s", "d");
    register("e");
    assertThat(bench.state("alive:since")).isEqualTo("now+0s");
  }

  @Test
  void heartbeatRenewsAndTellsOfOthers() {
    register("c", "A.on");
    bench.redis("HSET", group.handlersSeen(), "A.on", "now-50s");
    bench.redis("SADD", group.paused(), "h");

    assertThat(bench.run(Script.HEARTBEAT, keys, "c", 20_000, "A.on")).containsExactly(-1L, "h");
    assertThat(bench.state("leases")).isEqualTo(Map.of("c", "now+20s"));
    assertThat(bench.state("handlers:seen")).isEqualTo(Map.of("A.on", "now+0s"));

    register("d");
    bench.redis("ZADD", group.leases(), "now+7s", "d");
    assertThat(bench.run(Script.HEARTBEAT, keys, "c", LEASE).get(0)).isEqualTo(7_000L);
    assertThat(bench.run(Script.HEARTBEAT, keys, "d", LEASE).get(0)).isEqualTo(10_000L);
    bench.redis("SET", group.aliveSince(), "now-10s");
    bench.redis("ZADD", group.leases(), "now-1s", "d");
    assertThat(bench.run(Script.HEARTBEAT, keys, "c", LEASE).get(0)).isEqualTo(0L);
    bench.redis("ZREM", group.leases(), "d");
    assertThat(bench.run(Script.HEARTBEAT, keys, "c", LEASE).get(0)).isEqualTo(0L);
  }

  @Test
  void nobodyIsDeclaredDeadBeforeTheGroupHasLivedForALeaseTime() {
    register("c");
    register("d");
    bench.redis("SET", group.aliveSince(), "now-4s");
    bench.redis("ZADD", group.leases(), "now-1s", "d");
    assertThat(bench.run(Script.HEARTBEAT, keys, "c", LEASE).get(0)).isEqualTo(6_000L);

    // What Redis looks like after an outage, or when its clock has gone forward.
    bench.redis("SET", group.aliveSince(), "now-900s");
    bench.redis("ZADD", group.leases(), "now-60s", "c", "now-60s", "d");
    assertThat(bench.run(Script.HEARTBEAT, keys, "c", LEASE).get(0)).isEqualTo(10_000L);
    assertThat(bench.run(Script.HEARTBEAT, keys, "c", LEASE).get(0)).isEqualTo(10_000L);
    assertThat(bench.state("alive:since")).isEqualTo("now+0s");
  }

  @Test
  void leasesGoBackWithTheClockOfRedis() {
    register("c");
    register("d");
    register("e");
    bench.redis("SET", group.aliveSince(), "now+500s");
    bench.redis("ZADD", group.leases(), "now+608s", "c", "now+607s", "d", "now+610s", "e");

    assertThat(bench.run(Script.HEARTBEAT, keys, "c", LEASE).get(0)).isNotEqualTo(0L);

    assertThat(bench.state("leases"))
        .isEqualTo(Map.of("c", "now+10s", "d", "now+9s", "e", "now+12s"));
    assertThat(bench.state("alive:since")).isEqualTo("now+0s");
  }

  @Test
  void heartbeatOfAHandlerThatRedisDoesNotKnowEndsTheLease() {
    register("c", "A.on");
    register("d", "A.on");

    bench.redis("SET", group.aliveSince(), "now-90s");
    for (int repeat = 0; repeat < 2; repeat++) {
      assertThat(bench.run(Script.HEARTBEAT, keys, "c", LEASE, "A.on", "B.on"))
          .containsExactly("FENCED");
    }

    assertThat(bench.state("leases")).isEqualTo(Map.of("d", "now+10s"));
    assertThat(bench.run(Script.HEARTBEAT, keys, "d", LEASE, "A.on").get(0)).isEqualTo(0L);
  }

  @Test
  void heartbeatWithoutALeaseIsRefused() {
    register("c");
    bench.redis("ZREM", group.leases(), "c");
    Map<String, Object> before = bench.state();

    assertThat(bench.run(Script.HEARTBEAT, keys, "c", LEASE, "A.on")).containsExactly("FENCED");
    assertThat(bench.state()).isEqualTo(before);
  }

  @Test
  void timeInWhichNobodyReachedRedisIsNoTimeOfAbsence() {
    register("c", "A.on");
    bench.redis("SET", group.aliveSince(), "now-900s");
    bench.redis("HSET", group.handlersSeen(), "B.on", "now-800s");
    List<Object> absentKeys = List.of(group.aliveSince(), group.handlersSeen());

    assertThat(bench.run(Script.ABSENT, absentKeys, "B.on")).containsExactly(800_000L);
    assertThat(bench.run(Script.ABSENT, absentKeys, "C.on")).containsExactly(900_000L);
    assertThat(bench.run(Script.ABSENT, absentKeys, "A.on")).containsExactly(0L);

    bench.redis("ZADD", group.leases(), "now-5s", "c");
    bench.run(Script.HEARTBEAT, keys, "c", LEASE);
    assertThat(bench.run(Script.ABSENT, absentKeys, "B.on")).containsExactly(0L);
  }

  @Test
  void startIsRecordedOnceForWhatIsHeld() {
    register("c");
    bench.redis("HSET", group.inFlight("c"), "d1.3~", "~\n" + THREE);
    bench.redis("HSET", group.marks("c"), "d1.3~", "-13");
    List<Object> startKeys = group.with(group.inFlight("c"), group.marks("c"));

    bench.run(Script.START, startKeys, "c", LEASE, "d1.3~", 1);
    bench.run(Script.START, startKeys, "c", LEASE, "d1.3~", 1);
    bench.run(Script.START, startKeys, "c", LEASE, "d1.3~", 3);
    bench.run(Script.START, startKeys, "c", LEASE, "d9", 1);

    assertThat(bench.state("consumer:c:marks")).isEqualTo(Map.of("d1.3~", "-13*1*3"));
    bench.redis("ZREM", group.leases(), "c");
    assertThat(bench.run(Script.START, startKeys, "c", LEASE, "d1.3~", 2))
        .containsExactly("FENCED");
    assertThat(bench.state("consumer:c:marks")).isEqualTo(Map.of("d1.3~", "-13*1*3"));
  }

  @Test
  void fenceTakesThoseWhoseLeaseRanOutOrIsMissing() {
    register("c");
    register("d");
    register("e");
    register("f");
    bench.redis("ZADD", group.leases(), "now-1s", "d", "now-1s", "c");
    bench.redis("ZREM", group.leases(), "e");

    assertThat(bench.run(Script.FENCE, keys, "c", LEASE)).containsExactlyInAnyOrder("d", "e");

    assertThat(bench.state("leases")).isEqualTo(Map.of("c", "now+10s", "f", "now+10s"));
    assertThat(bench.state("fenced")).isEqualTo(Map.of("d", "now+0s", "e", "now+0s"));
    assertThat(bench.run(Script.FENCE, keys, "d", LEASE)).containsExactly("FENCED");
    bench.redis("SET", group.aliveSince(), "now-90s");
    assertThat(bench.run(Script.HEARTBEAT, keys, "c", LEASE).get(0)).isEqualTo(0L);
  }

  @Test
  void recoverTurnsMarksIntoStateAndForgetsTheConsumer() {
    bench.redis("HSET", group.consumers(), "x", "{}", "y", "{}");
    bench.redis("ZADD", group.fenced(), 1, "x", 2, "y");
    bench.redis(
        "HSET",
        group.inFlight("x"),
        "d1",
        ONE,
        "h2",
        "1:1\n" + ONE,
        "d3.3",
        THREE,
        "d4.3~",
        "~\n" + THREE,
        "d5.0",
        "\nforeign",
        "d6~",
        "1:2~1\n" + ONE,
        "d7~",
        "1:2~\n" + ONE);
    bench.redis(
        "HSET", group.marks("x"), "d3.3", "-1-3", "d4.3~", "*2-2*1*1", "d6~", "*1", "d7~", "");
    bench.redis("SET", group.request("x"), "1 ;;;0;\n");
    bench.redis("SET", group.sequence(), 7);
    bench.redis("HSET", group.counts(), "d:inflight", 7, "h:inflight", 1);

    assertThat(recover("x", 200)).containsExactly(8L, 1L);

    Map<String, Object> state = bench.state();
    assertThat(bench.names("events:high:suspects")).allMatch(id -> id.matches("h\\d+~"));
    // In the order of their first claims, whatever order they came back in.
    assertThat(bench.names("events:default:suspects"))
        .hasSize(6)
        .satisfies(ids -> assertThat(ids.get(0)).matches("d\\d+~"))
        .satisfies(ids -> assertThat(ids.get(2)).matches("d\\d+\\.2~"))
        .satisfies(ids -> assertThat(ids.get(3)).matches("d\\d+\\.0~"));
    assertThat(((Map<?, ?>) state.get("group:g:deliveries")).values().stream().map(String::valueOf))
        .containsExactlyInAnyOrder(
            "~\n" + ONE,
            "1:1~\n" + ONE,
            "-1-3~\n" + THREE,
            "~-2~1\n" + THREE,
            "~\nforeign",
            "1:2~1~1\n" + ONE,
            "1:2~\n" + ONE);
    assertThat(state)
        .doesNotContainKeys(
            "group:g:consumer:x:inflight",
            "group:g:consumer:x:marks",
            "group:g:consumer:x:request");
    assertThat(bench.state("fenced")).isEqualTo(Map.of("y", "2"));
    assertThat(bench.state("consumers")).isEqualTo(Map.of("y", "{}"));
    assertThat(bench.state("events:default:wake")).isEqualTo(List.of("1"));
    assertThat(bench.counts()).isEqualTo(Map.of("d:ready", 7L, "h:ready", 1L));
  }

  @Test
  void tokenThatDiedWithTheConsumerIsMadeUpFor() {
    bench.redis("HSET", group.consumers(), "x", "{}");
    bench.redis("ZADD", group.fenced(), 1, "x");
    bench.redis("RPUSH", group.ready(EventQueue.LOW), ONE);
    bench.redis("RPUSH", group.front(EventQueue.HIGH), "h1");

    assertThat(recover("x", 200)).containsExactly(0L, 1L);

    assertThat(bench.state("events:low:wake")).isEqualTo(List.of("1"));
    assertThat(bench.state("events:high:wake")).isEqualTo(List.of("1"));
    assertThat(bench.state("events:default:wake")).isNull();
  }

  @Test
  void deliveryWhoseSharesAreAllSettledIsRemoved() {
    bench.redis("HSET", group.consumers(), "x", "{}");
    bench.redis("ZADD", group.fenced(), 1, "x");
    bench.redis("HSET", group.inFlight("x"), "d1.3", THREE);
    bench.redis("HSET", group.marks("x"), "d1.3", "-1-2-3");

    assertThat(recover("x", 200)).containsExactly(0L, 1L);
    assertThat(bench.state()).isEmpty();
  }

  @Test
  void recoverIsBoundedAndOnlyForTheFenced() {
    bench.redis("HSET", group.consumers(), "x", "{}");
    // As long as events are: Redis keeps hashes of short values in one piece and scans them whole.
    String element = "{\"handlers\":\"1\",\"data\":\"" + "x".repeat(100) + "\"}";
    for (int i = 0; i < 300; i++) {
      bench.redis("HSET", group.inFlight("x"), "d" + i, element);
    }
    assertThat(recover("x", 200)).containsExactly(0L, 1L);
    assertThat(bench.names("consumer:x:inflight")).hasSize(300);
    bench.redis("ZADD", group.fenced(), 1, "x");

    List<Object> first = recover("x", 200);

    assertThat((Long) first.get(0)).isBetween(200L, 250L);
    assertThat(first.get(1)).isEqualTo(0L);
    assertThat(bench.names("consumer:x:inflight")).hasSize(300 - ((Long) first.get(0)).intValue());
    assertThat(recover("x", 200)).containsExactly(300 - (Long) first.get(0), 1L);
    assertThat(bench.state("fenced")).isNull();
  }

  @Test
  void closedConsumerIsNotCharged() {
    register("c");
    bench.redis("HSET", group.inFlight("c"), "d1~", "~\n" + ONE, "d2", ONE);
    bench.redis("HSET", group.marks("c"), "d1~", "*1");

    assertThat(bench.run(Script.CLOSE, keys, "c")).isEmpty();
    assertThat(bench.run(Script.CLOSE, keys, "c")).isEmpty();

    assertThat(bench.state("leases")).isNull();
    assertThat(bench.state("fenced")).isEqualTo(Map.of("c", "now+0s"));
    assertThat(recover("c", 200)).containsExactly(2L, 1L);
    assertThat(((Map<?, ?>) bench.state("deliveries")).values().stream().map(String::valueOf))
        .containsOnly("~\n" + ONE);
    assertThat(bench.run(Script.CLOSE, keys, "c")).containsExactly("FENCED");
  }

  @Test
  void consumerThatOthersFencedCannotCloseItself() {
    register("c");
    register("d");
    bench.redis("ZADD", group.leases(), "now-1s", "d");
    bench.run(Script.FENCE, keys, "c", LEASE);

    assertThat(bench.run(Script.CLOSE, keys, "d")).containsExactly("FENCED");
    assertThat(bench.state("consumers")).isEqualTo(Map.of("c", WHO, "d", WHO));
  }
}
