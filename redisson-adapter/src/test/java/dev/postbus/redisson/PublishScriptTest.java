package dev.postbus.redisson;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  private List<Object> keys(String... eventIds) {
    RedisKeys keys = bench.keys;
    List<Object> all =
        new ArrayList<>(
            List.of(
                keys.publisher("p"),
                keys.directoryVersion(),
                keys.directory(),
                keys.unclaimed(),
                keys.unclaimedEvents(),
                keys.unclaimedSequence()));
    for (String group : List.of("g", "h")) {
      RedisKeys.Group of = keys.group(group);
      var queue = dev.postbus.EventQueue.DEFAULT;
      all.addAll(List.of(of.ready(queue), of.wake(queue), of.calendar(queue), of.deliveries()));
      all.addAll(List.of(of.scheduled(), of.sequence(), of.counts()));
    }
    for (String id : eventIds) {
      all.add(keys.event(id));
    }
    return all;
  }

  /**
   * Two targets, d of groups g and h; plan 1 is handler 3 of g, plan 2 handlers 3,4 of g and 1 of
   * h.
   */
  private List<Object> publish(List<Object> keys, int sequence, Object... events) {
    List<Object> all =
        new ArrayList<>(List.of(sequence, "v1", 60_000, 2, 2, "d", "d", 2, "1:3", "1:3,4 2:1"));
    all.addAll(List.of(events));
    return bench.run(Script.PUBLISH, keys, all.toArray());
  }

  @Test
  void storesElementsForEveryTargetAndWakes() {
    bench.redis("SET", bench.keys.directoryVersion(), "v1");

    List<Object> reply =
        publish(keys(), 1, "1*1", "{\"handlers\":\"3\",\"id\":\"a\"}", "2*1", "\"id\":\"b\"}");

    assertThat(reply).containsExactly("OK");
    assertThat(bench.state())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "directory:version",
                "v1",
                "publisher:p",
                "1 OK",
                "group:g:events:default",
                List.of("{\"handlers\":\"3\",\"id\":\"a\"}", "{\"handlers\":\"3,4\",\"id\":\"b\"}"),
                "group:g:events:default:wake",
                List.of("1"),
                "group:g:counts",
                Map.of("d:emitted", "3", "d:ready", "3"),
                "group:h:events:default",
                List.of("{\"handlers\":\"1\",\"id\":\"b\"}"),
                "group:h:events:default:wake",
                List.of("1"),
                "group:h:counts",
                Map.of("d:emitted", "1", "d:ready", "1")));
  }

  @Test
  void repeatOfTheNewestSequenceStoresNothing() {
    bench.redis("SET", bench.keys.directoryVersion(), "v1");
    publish(keys("x"), 1, "1 0 1 d", "x", "order.created", "{\"handlers\":\"3\",\"id\":\"x\"}");
    List<Object> first = publish(keys("x"), 2, "1 0 1 d", "x", "order.created", "{}");
    Map<String, Object> before = bench.state();

    List<Object> again = publish(keys("x"), 2, "1 0 1 d", "x", "order.created", "{}");

    assertThat(first).containsExactly("OK D0=1");
    assertThat(again).isEqualTo(first);
    assertThat(bench.state()).isEqualTo(before);
    assertThat(publish(keys(), 1, "1*1", "{}")).containsExactly("REFUSED");
    assertThat(bench.state()).isEqualTo(before);
  }

  @Test
  void oldDirectoryIsAnsweredWithTheNewOneAndStoresNothing() {
    bench.redis("SET", bench.keys.directoryVersion(), "v2");
    bench.redis("HSET", bench.keys.directory(), "g", "[]");
    Map<String, Object> before = bench.state();

    List<Object> reply = publish(keys(), 1, "1*1", "{}");

    assertThat(reply).containsExactly("STALE", "v2", List.of("g", "[]"));
    assertThat(bench.state()).isEqualTo(before);
  }

  @Test
  void delayedEventGoesToTheCalendarAndAsksForAnAlarm() {
    bench.redis("SET", bench.keys.directoryVersion(), "v1");

    List<Object> reply =
        publish(
            keys(),
            1,
            "2 60000 0 d",
            "a",
            "order.created",
            "\"id\":\"a\"}",
            "1 90000 0 d",
            "b",
            "order.created",
            "{\"handlers\":\"3\",\"id\":\"b\"}");

    assertThat(reply).containsExactly("OK A1=60001 A2=60001");
    assertThat(bench.state("events:default")).isNull();
    // Whoever wakes learns the next due time, should the publisher die before it has set the alarm.
    assertThat(bench.state("events:default:wake")).isEqualTo(List.of("1"));
    assertThat(bench.state("events:default:calendar"))
        .isEqualTo(Map.of("d0000000001.2", "now+60.001s", "d0000000002", "now+90.001s"));
    assertThat(bench.state("deliveries"))
        .isEqualTo(
            Map.of(
                "d0000000001.2", "@a\n{\"handlers\":\"3,4\",\"id\":\"a\"}",
                "d0000000002", "@b\n{\"handlers\":\"3\",\"id\":\"b\"}"));
    assertThat(bench.state("scheduled"))
        .isEqualTo(Map.of("a", "d0000000001.2", "b", "d0000000002"));
    assertThat(bench.counts()).isEqualTo(Map.of("d:emitted", 3L, "d:delayed", 3L));

    assertThat(publish(keys(), 2, "1 70000 0 d", "c", "order.created", "{}")).containsExactly("OK");
  }

  @Test
  void eventWithoutGroupsWaitsUntilTheLimit() {
    bench.redis("SET", bench.keys.directoryVersion(), "v1");

    List<Object> reply =
        publish(
            keys("b"),
            1,
            "0 0 0 h",
            "a",
            "order.created",
            "{1}",
            "0 60000 1 l",
            "b",
            "order.paid",
            "{2}",
            "0 0 0 d",
            "c",
            "order.paid",
            "{3}",
            "0 0 1 l",
            "b",
            "order.paid",
            "{2}");

    assertThat(reply).containsExactly("OK F2 D3=0");
    assertThat(bench.state().get("unclaimed"))
        .isEqualTo(Map.of("1 order.created", "1", "2 order.paid", "2"));
    assertThat(bench.state().get("unclaimed:events"))
        .isEqualTo(Map.of("1", "h0 a\n{1}", "2", "l" + (ScriptBench.NOW + 60_001) + " b\n{2}"));
    assertThat(bench.state().get("event:b")).isEqualTo("0");
  }
}
