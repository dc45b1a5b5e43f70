package dev.postbus.redisson;

import static dev.postbus.redisson.ExchangeBench.IN_FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventQueue;
import dev.postbus.engine.Settlement;
import dev.postbus.redisson.ScriptCodec.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeClaimScriptTest {

  private static final String ONE = "{\"handlers\":\"1\",\"n\":1}";
  private static final String TWO = "{\"handlers\":\"1,2\",\"n\":2}";

  private final ExchangeBench exchange = new ExchangeBench();
  private final ScriptBench bench = exchange.bench;
  private final RedisKeys.Group group = bench.group();

  @AfterEach
  void clear() {
    exchange.close();
  }

  /** Puts a delivery where those wait that have an id. */
  private void front(String id, String value) {
    bench.redis("RPUSH", group.front(EventQueue.DEFAULT), id);
    bench.redis("HSET", group.deliveries(), id, value);
  }

  private static List<String> heads(List<Object> reply) {
    List<String> heads = new ArrayList<>();
    reply.stream().skip(2).forEach(value -> heads.add(((Stored) value).head()));
    return heads;
  }

  @Test
  void firstDeliveriesGetIdsAndAreInFlight() {
    exchange.ready(ONE, TWO, "no envelope");

    List<Object> reply = exchange.claim(10);

    assertThat(reply.subList(0, 2)).containsExactly(";;;0;", "d1 d2.2 d3.0");
    assertThat(heads(reply)).containsExactly("", "", "");
    assertThat(((Stored) reply.get(4)).element()).asString().isEqualTo("no envelope");
    assertThat(bench.state(IN_FLIGHT))
        .isEqualTo(Map.of("d1", ONE, "d2.2", TWO, "d3.0", "\nno envelope"));
    assertThat(bench.state("events:default")).isNull();
    assertThat(bench.state("leases")).isEqualTo(Map.of("c", "now+10s"));
    // The foreign one was never emitted: it is counted from now on.
    assertThat(bench.counts()).isEqualTo(Map.of("d:emitted", 1L, "d:ready", -3L, "d:inflight", 4L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"handlers\":\"7\",\"a\":1} | d1",
        "{\"handlers\":\"07\",\"a\":1} | d1",
        "{\"handlers\":\"1,2,10\",\"a\":1} | d1.3",
        "{\"handlers\":\"1\"x | d1",
        "{\"handlers\":\"1\" | d1.0",
        "{\"handlers\":\"2,1\",\"a\":1} | d1.0",
        "{\"handlers\":\"1,1\",\"a\":1} | d1.0",
        "{\"handlers\":\"\",\"a\":1} | d1.0",
        "{\"handlers\":\"1,\",\"a\":1} | d1.0",
        "{\"handlers\":\",1\",\"a\":1} | d1.0",
        "{\"handlers\":\"1234567890\",\"a\":1} | d1.0",
        "{\"handlers\":\"123456789\",\"a\":1} | d1",
        "{\"handlers\": \"1\",\"a\":1} | d1.0",
        " {\"handlers\":\"1\",\"a\":1} | d1",
        "[] | d1.0"
      })
  void handlersAreSeenAsTheEngineSeesThem(String element, String id) {
    exchange.ready(element);

    List<Object> reply = exchange.claim(1);

    assertThat(reply.get(1)).isEqualTo(id);
    int expected = id.equals("d1") ? 1 : Integer.parseInt(id.substring(3));
    assertThat(dev.postbus.engine.Elements.handlers(((Stored) reply.get(2)).element()))
        .hasSize(expected);
  }

  @Test
  void repeatOfTheNewestRequestClaimsNothingMore() {
    exchange.ready(ONE, TWO, ONE);
    bench.redis("SET", group.request("c"), "6 ;;;0;\n");
    var request =
        new dev.postbus.engine.ExchangeRequest(
            7, List.of(), Map.of(EventQueue.DEFAULT, 2), true, 1 << 20, 100);
    List<Object> first = exchange.run(request);
    Map<String, Object> before = bench.state();

    List<Object> again = exchange.run(request);

    assertThat(again.subList(0, 2)).isEqualTo(first.subList(0, 2)).containsExactly("d;;;0;", "d1");
    assertThat(((Stored) again.get(2)).element()).isEqualTo(((Stored) first.get(2)).element());
    assertThat(bench.state()).isEqualTo(before);
    var older =
        new dev.postbus.engine.ExchangeRequest(
            6, List.of(), Map.of(EventQueue.DEFAULT, 2), true, 1 << 20, 100);
    assertThat(exchange.run(older)).containsExactly("OLD");
    assertThat(bench.state()).isEqualTo(before);
  }

  @Test
  void gapInTheRequestsTellsThatRedisHasForgottenAndEndsTheLease() {
    exchange.ready(ONE, TWO);
    exchange.claim(1);
    bench.redis("ZADD", group.leases(), "now+5s", "d");
    Map<String, Object> before = new TreeMap<>(bench.state());
    var later =
        new dev.postbus.engine.ExchangeRequest(
            3,
            List.of(new Settlement.Done("d1", 1)),
            Map.of(EventQueue.DEFAULT, 2),
            true,
            1 << 20,
            100);

    assertThat(exchange.run(later)).containsExactly("FENCED");

    before.put("group:g:leases", Map.of("d", "now+5s"));
    assertThat(bench.state()).isEqualTo(before);
    bench.redis("ZADD", group.leases(), "now+5s", "c");
    bench.redis("DEL", group.request("c"));
    assertThat(exchange.run(later)).containsExactly("FENCED");
  }

  @Test
  void withoutALeaseNothingChanges() {
    exchange.ready(ONE);
    bench.redis("ZREM", group.leases(), "c");
    Map<String, Object> before = bench.state();

    assertThat(exchange.claim(1)).containsExactly("FENCED");

    assertThat(bench.state()).isEqualTo(before);
  }

  @Test
  void frontLeavesHalfToWhatIsNew() {
    for (int i = 1; i <= 4; i++) {
      front("d" + i, "1:1\n" + ONE);
    }
    bench.redis("SET", group.sequence(), 4);
    exchange.ready(ONE, ONE, ONE, ONE);

    assertThat(exchange.claim(4).get(1)).isEqualTo("d1 d2 d5 d6");
    assertThat(exchange.claim(10).get(1)).isEqualTo("d3 d4 d7 d8");
  }

  @Test
  void takesNoMoreHandlerDeliveriesThanWantedButTheFirstAlways() {
    exchange.ready(TWO, TWO, ONE);

    assertThat(exchange.claim(1).subList(0, 2)).containsExactly("d;;;0;", "d1.2");
    assertThat(bench.state("events:default:wake")).isEqualTo(List.of("1"));
    assertThat(exchange.claim(3).get(1)).isEqualTo("d2.2 d3");
  }

  @Test
  void bytesAreBoundedButTheFirstAlwaysComes() {
    String large = "{\"handlers\":\"1\",\"data\":\"" + "x".repeat(1000) + "\"}";
    exchange.ready(large, large, large);

    List<Object> reply = exchange.run(List.of(), Map.of(EventQueue.DEFAULT, 3), true, 2_100, 100);
    List<Object> tight = exchange.run(List.of(), Map.of(EventQueue.DEFAULT, 3), true, 10, 100);

    assertThat(reply.subList(0, 2)).containsExactly("d;;;0;", "d1 d2");
    assertThat((String) tight.get(1)).matches("d\\d+");
  }

  @Test
  void suspectsComeAloneAndOnlyWhenAllowed() {
    bench.redis("ZADD", group.suspects(EventQueue.DEFAULT), 5, "d8~");
    bench.redis("ZADD", group.suspects(EventQueue.DEFAULT), 3, "d9~");
    bench.redis("HSET", group.deliveries(), "d8~", "~\n" + ONE, "d9~", "1:1~1\n" + ONE);
    bench.redis("SET", group.sequence(), 9);
    exchange.ready(ONE, ONE);

    List<Object> alone = exchange.claim(5);
    List<Object> others = exchange.claimUnsuspected(5);
    List<Object> none = exchange.claimUnsuspected(5);

    assertThat(alone.subList(0, 2)).containsExactly("d;;;0;", "d9~");
    assertThat(heads(alone)).containsExactly("1:1~1");
    assertThat(others.get(1)).isEqualTo("d10 d11");
    assertThat(none.subList(0, 2)).containsExactly(";;;0;", "");
    assertThat(exchange.claim(5).get(1)).isEqualTo("d8~");
  }

  @Test
  void suspectThatIsGoneIsForgotten() {
    bench.redis("ZADD", group.suspects(EventQueue.DEFAULT), 3, "d9~");

    exchange.claim(5);

    assertThat(exchange.claim(5)).containsExactly(";;;0;", "");
    assertThat(bench.state("events:default:suspects")).isNull();
  }

  @Test
  void whatIsDueIsClaimedAndCannotBeCancelledAnyMore() {
    bench.redis("ZADD", group.calendar(EventQueue.DEFAULT), "now-1s", "d1", "now+5s", "d2");
    bench.redis("HSET", group.deliveries(), "d1", "@a\n" + ONE, "d2", "@b\n" + ONE);
    bench.redis("HSET", group.scheduled(), "a", "d1", "b", "d2");

    List<Object> reply = exchange.claim(5);

    assertThat(reply.get(0)).isEqualTo(";5000;;0;");
    assertThat(reply.get(1)).isEqualTo("d1");
    assertThat(heads(reply)).containsExactly("");
    assertThat(bench.state("scheduled")).isEqualTo(Map.of("b", "d2"));
    assertThat(bench.state("events:default:calendar")).isEqualTo(Map.of("d2", "now+5s"));
    assertThat(bench.state("deliveries")).isEqualTo(Map.of("d2", "@b\n" + ONE));
    assertThat(bench.counts()).isEqualTo(Map.of("d:delayed", -1L, "d:inflight", 1L));
  }

  @Test
  void whoHasNoRoomForWhatIsDueWakesAnother() {
    bench.redis("ZADD", group.calendar(EventQueue.DEFAULT), "now-1s", "d1");
    bench.redis("HSET", group.deliveries(), "d1", "1:1\n" + ONE);

    List<Object> reply = exchange.claim(0);

    assertThat(bench.state("events:default:wake")).isEqualTo(List.of("1"));
    // Nor must it be told of it, for it would wake itself again and again.
    assertThat(reply).containsExactly(";;;0;", "");
  }

  @Test
  void pausedQueueGivesAndTellsNothing() {
    bench.redis("SADD", group.paused(), "d");
    bench.redis("ZADD", group.calendar(EventQueue.DEFAULT), "now-1s", "d1");
    bench.redis("HSET", group.deliveries(), "d1", "1:1\n" + ONE);
    exchange.ready(ONE);

    List<Object> reply = exchange.claim(5);

    assertThat(reply).containsExactly(";;d;0;", "");
    assertThat(bench.state("events:default")).isEqualTo(List.of(ONE));
    assertThat(bench.state("events:default:wake")).isNull();
  }

  @Test
  void idOfADeliveryThatIsGoneIsPassedOver() {
    bench.redis("RPUSH", group.front(EventQueue.DEFAULT), "d1", "d2");
    bench.redis("HSET", group.deliveries(), "d2", "1:1\n" + ONE);

    assertThat(exchange.claim(5).get(1)).isEqualTo("d2");
    assertThat(bench.state("events:default:front")).isNull();
  }

  @Test
  void manyAreClaimedInOneCall() {
    for (int i = 0; i < 5_000; i++) {
      exchange.ready(ONE);
    }

    List<Object> reply = exchange.claim(10_000);

    assertThat(reply).hasSize(2 + 4_000);
    assertThat((Map<?, ?>) bench.state(IN_FLIGHT)).hasSize(4_000);
    assertThat((List<?>) bench.state("events:default")).hasSize(1_000);
  }
}
