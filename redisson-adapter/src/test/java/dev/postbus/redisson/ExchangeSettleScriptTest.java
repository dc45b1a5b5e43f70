package dev.postbus.redisson;

import static dev.postbus.redisson.ExchangeBench.IN_FLIGHT;
import static dev.postbus.redisson.ExchangeBench.MARKS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventQueue;
import dev.postbus.engine.Settlement.Again;
import dev.postbus.engine.Settlement.Assign;
import dev.postbus.engine.Settlement.Dead;
import dev.postbus.engine.Settlement.Done;
import dev.postbus.engine.Settlement.Release;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExchangeSettleScriptTest {

  private static final String ONE = "{\"handlers\":\"1\",\"n\":1}";
  private static final String TWO = "{\"handlers\":\"1,2\",\"n\":2}";

  private final ExchangeBench exchange = new ExchangeBench();
  private final ScriptBench bench = exchange.bench;
  private final RedisKeys.Group group = bench.group();

  @AfterEach
  void clear() {
    exchange.close();
  }

  private static Dead dead(String id, int handler, String handlerId) {
    return new Dead(id, handler, "e-" + id, handlerId, 3, "it \"broke\"\nhere");
  }

  @Test
  void doneLeaves() {
    exchange.inFlight("d1", ONE);
    exchange.inFlight("d2~", "1:1~1\n" + ONE);
    exchange.inFlight("h3", ONE);
    bench.redis("HSET", group.marks("c"), "d2~", "*1");

    exchange.settle(new Done("d1", 1), new Done("d2~", 1), new Done("h3", 1), new Done("d9", 1));

    assertThat(bench.state(IN_FLIGHT)).isNull();
    assertThat(bench.state(MARKS)).isNull();
    assertThat(bench.counts())
        .isEqualTo(Map.of("d:emitted", 2L, "d:handled", 2L, "h:emitted", 1L, "h:handled", 1L));
  }

  @Test
  void eachShareIsSettledOnce() {
    exchange.inFlight("d1.2", TWO);

    exchange.settle(new Done("d1.2", 2), new Done("d1.2", 2), dead("d1.2", 2, "A.on"));

    assertThat(bench.state(IN_FLIGHT)).isEqualTo(Map.of("d1.2", TWO));
    assertThat(bench.state(MARKS)).isEqualTo(Map.of("d1.2", "-2"));
    assertThat(bench.counts())
        .isEqualTo(Map.of("d:emitted", 2L, "d:handled", 1L, "d:inflight", 1L));

    exchange.settle(new Done("d1.2", 1));

    assertThat(bench.state(IN_FLIGHT)).isNull();
    assertThat(bench.state(MARKS)).isNull();
    assertThat(bench.counts()).isEqualTo(Map.of("d:emitted", 2L, "d:handled", 2L));
  }

  @Test
  void numbersThatBeginAlikeAreToldApart() {
    exchange.inFlight("d1.3", "{\"handlers\":\"3,31,313\",\"n\":2}");

    exchange.settle(new Done("d1.3", 31), new Done("d1.3", 3));

    assertThat(bench.state(MARKS)).isEqualTo(Map.of("d1.3", "-31-3"));
    assertThat(bench.counts()).containsEntry("d:handled", 2L).containsEntry("d:inflight", 1L);
  }

  @Test
  void theFirstSettlementOfAShareCounts() {
    exchange.inFlight("d1", ONE);

    exchange.settle(new Again("d1", 1, Duration.ZERO, 1, false), new Done("d1", 1));

    assertThat(bench.counts()).isEqualTo(Map.of("d:emitted", 1L, "d:ready", 1L));
  }

  @Test
  void retryWaitsInTheCalendarUnderANewId() {
    exchange.inFlight("d1.2", TWO);
    bench.redis("SET", group.sequence(), 1);

    List<Object> reply = exchange.settle(new Again("d1.2", 2, Duration.ofSeconds(60), 1, false));

    assertThat(reply.get(0)).isEqualTo(";60001;;0;d=60001");
    assertThat(bench.state("events:default:calendar")).isEqualTo(Map.of("d2", "now+60.001s"));
    assertThat(bench.state("deliveries")).isEqualTo(Map.of("d2", "2:1\n" + TWO));
    assertThat(bench.state(MARKS)).isEqualTo(Map.of("d1.2", "-2"));
    assertThat(bench.counts())
        .isEqualTo(Map.of("d:emitted", 2L, "d:inflight", 1L, "d:delayed", 1L));

    assertThat(exchange.settle(new Again("d1.2", 1, Duration.ofSeconds(90), 1, true)).get(0))
        .isEqualTo(";60001;;0;");
    assertThat(bench.state("deliveries"))
        .isEqualTo(Map.of("d2", "2:1\n" + TWO, "d3~", "1:1~\n" + TWO));
  }

  @Test
  void whatIsHandedBackComesFirstAndWhatIsRetriedAtOnceLast() {
    bench.redis("RPUSH", group.front(EventQueue.DEFAULT), "d0");
    exchange.inFlight("d1", ONE);
    exchange.inFlight("d2", "1:2\n" + ONE);
    exchange.inFlight("d3", "1:1~1\n" + ONE);
    exchange.inFlight("d4", ONE);
    bench.redis("SET", group.sequence(), 4);

    exchange.settle(
        new Again("d3", 1, Duration.ZERO, 2, false),
        new Again("d2", 1, Duration.ZERO, 2, false),
        new Again("d1", 1, Duration.ZERO, 0, false),
        new Again("d4", 1, Duration.ZERO, 1, false));

    assertThat(bench.state("events:default:front"))
        .isEqualTo(List.of("d7", "d6", "d5", "d0", "d8"));
    assertThat(bench.state("deliveries"))
        .isEqualTo(
            Map.of(
                "d5", "1:2\n" + ONE,
                "d6", "1:2\n" + ONE,
                "d7", "1:0\n" + ONE,
                "d8", "1:1\n" + ONE));
    assertThat(bench.state("events:default:wake")).isEqualTo(List.of("1"));
    assertThat(bench.counts()).isEqualTo(Map.of("d:emitted", 4L, "d:ready", 4L));
  }

  @Test
  void suspectThatIsHandedBackKeepsItsTurn() {
    bench.redis("ZADD", group.suspects(EventQueue.DEFAULT), 4, "d9~");
    exchange.inFlight("d3~", "~\n" + ONE);
    bench.redis("SET", group.sequence(), 9);

    exchange.settle(new Again("d3~", 1, Duration.ZERO, 0, true));

    assertThat(bench.state("events:default:suspects")).isEqualTo(Map.of("d10~", "3", "d9~", "4"));
    assertThat(bench.state("deliveries")).isEqualTo(Map.of("d10~", "1:0~\n" + ONE));
  }

  @Test
  void deadLetterKeepsTheElementAndTheFacts() {
    exchange.inFlight("d1.2", "1:2,2:0\n" + TWO);

    List<Object> reply = exchange.settle(dead("d1.2", 1, "A.on"), new Done("d1.2", 2));

    assertThat(reply.get(0)).isEqualTo(";;;0;");
    assertThat(bench.state(IN_FLIGHT)).isNull();
    assertThat(bench.state("dead")).isEqualTo(Map.of("d1.2 1 e-d1.2", "now+0s"));
    assertThat(((Map<?, ?>) bench.state("dead:events")).get("d1.2 1 e-d1.2").toString())
        .matches(
            "\\{\"failedAt\":"
                + ScriptBench.NOW
                + ",\"handler\":\"A.on\",\"attempts\":3,"
                + "\"reason\":\"it \\\\\"broke\\\\\"\\\\nhere\"}\n"
                + java.util.regex.Pattern.quote(TWO));
    assertThat(bench.counts()).isEqualTo(Map.of("d:emitted", 2L, "d:dead", 1L, "d:handled", 1L));
  }

  @Test
  void oldestDeadLettersBeyondTheLimitAreDropped() {
    bench.redis("ZADD", group.dead(), 1, "h7 1 x", 2, "d8 1 y");
    bench.redis("HSET", group.deadEvents(), "h7 1 x", "{}\n" + ONE, "d8 1 y", "{}\n" + ONE);
    exchange.inFlight("d1.0", "\nnothing");

    List<Object> reply = exchange.run(List.of(dead("d1.0", 0, "")), Map.of(), true, 1, 2);

    assertThat(reply.get(0)).isEqualTo(";;;1;");
    assertThat(bench.names("dead")).containsExactly("d8 1 y", "d1.0 0 e-d1.0");
    assertThat(bench.names("dead:events")).containsExactly("d1.0 0 e-d1.0", "d8 1 y");
    assertThat(bench.counts())
        .isEqualTo(Map.of("d:emitted", 1L, "d:dead", 1L, "h:dead", -1L, "h:dropped", 1L));
  }

  @Test
  void releasedFirstDeliveriesGoBackToWhereTheyWere() {
    exchange.ready(ONE);
    exchange.inFlight("d1", ONE);
    exchange.inFlight("d2.2", TWO);
    exchange.inFlight("d3.0", "\nforeign");

    exchange.settle(new Release("d3.0"), new Release("d2.2"), new Release("d1"), new Release("d9"));

    assertThat(bench.state("events:default")).isEqualTo(List.of(ONE, TWO, "foreign", ONE));
    assertThat(bench.state(IN_FLIGHT)).isNull();
    // The foreign one is as if it had never been seen.
    assertThat(bench.counts()).isEqualTo(Map.of("d:emitted", 3L, "d:ready", 3L));
  }

  @Test
  void releasedFirstDeliveriesThatWereDelayedGoBackToTheFront() {
    exchange.inFlight("d0000000001", "\n" + ONE);
    exchange.inFlight("d0000000002.2", "\n" + TWO);
    bench.redis("SET", group.sequence(), 2);

    exchange.settle(new Release("d0000000002.2"), new Release("d0000000001"));

    assertThat(bench.state("events:default:front")).isEqualTo(List.of("d4", "d3.2"));
    assertThat(bench.state("deliveries")).isEqualTo(Map.of("d4", "\n" + ONE, "d3.2", "\n" + TWO));
    assertThat(bench.state("events:default")).isNull();
    assertThat(bench.counts()).isEqualTo(Map.of("d:emitted", 3L, "d:ready", 3L));
  }

  @Test
  void releasedRetriesAndPartsGoToTheFront() {
    exchange.inFlight("d1", "1:2\n" + ONE);
    exchange.inFlight("d2.2", TWO);
    exchange.inFlight("d3~", "~\n" + ONE);
    bench.redis("HSET", group.marks("c"), "d2.2", "-2");
    bench.redis("HINCRBY", group.counts(), "d:inflight", -1);
    bench.redis("HINCRBY", group.counts(), "d:handled", 1);
    bench.redis("SET", group.sequence(), 3);

    exchange.settle(new Release("d3~"), new Release("d2.2"), new Release("d1"));

    assertThat(bench.state("events:default:front")).isEqualTo(List.of("d6", "d5"));
    assertThat(bench.state("events:default:suspects")).isEqualTo(Map.of("d4~", "3"));
    assertThat(bench.state("deliveries"))
        .isEqualTo(Map.of("d4~", "~\n" + ONE, "d5", "-2\n" + TWO, "d6", "1:2\n" + ONE));
    assertThat(bench.state(MARKS)).isNull();
    assertThat(bench.counts()).isEqualTo(Map.of("d:emitted", 4L, "d:ready", 3L, "d:handled", 1L));
  }

  @Test
  void foreignElementIsAssignedToItsHandlers() {
    exchange.inFlight("d1.0", "\n{\"specversion\":\"1.0\"}");
    bench.redis("SET", group.sequence(), 1);

    exchange.settle(new Assign("d1.0", List.of(2, 5)));

    assertThat(bench.state("events:default:front")).isEqualTo(List.of("d2.2"));
    assertThat(bench.state("deliveries"))
        .isEqualTo(Map.of("d2.2", "2:0,5:0\n{\"specversion\":\"1.0\"}"));
    assertThat(bench.counts()).isEqualTo(Map.of("d:emitted", 2L, "d:ready", 2L));
  }
}
