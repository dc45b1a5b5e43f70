package dev.postbus.redisson;

import static dev.postbus.redisson.StoreBench.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventQueue;
import dev.postbus.engine.ExchangeReply;
import dev.postbus.engine.ExchangeRequest;
import dev.postbus.engine.OutgoingEvent;
import dev.postbus.redisson.StoreBench.Registered;
import dev.postbus.testkit.redis.PrivateRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;

/** What a claim reads inside Redis, which is more than it brings. */
class ClaimSizeTest {

  private static final int SMALL = 20;
  private static final int MAX_BYTES = 64 << 10;

  private final PrivateRedis redis =
      PrivateRedis.start("--slowlog-log-slower-than", "0", "--slowlog-max-len", "10000");

  private final RedissonClient client = TestRedis.connect(redis.endpoint());
  private final StoreBench bench = new StoreBench(client, Duration.ofHours(1));

  @AfterEach
  void close() {
    bench.close();
    client.shutdown();
    redis.close();
  }

  @Test
  void aClaimDoesNotReadAHeapOfLargeElementsBecauseTheFirstWereSmall() {
    for (int i = 0; i < SMALL; i++) {
      bench.publish(StoreBench.event("s" + i, Duration.ZERO));
    }
    for (int i = 0; i < 300; i++) {
      bench.publish(large("l" + i));
    }
    Registered consumer = bench.register();
    redis.command("SLOWLOG", "RESET");

    ExchangeReply reply =
        get(
            consumer
                .consumer()
                .exchange(
                    new ExchangeRequest(
                        1, List.of(), Map.of(EventQueue.DEFAULT, 1_000), true, MAX_BYTES, 100)));

    assertThat(reply.claims()).hasSizeGreaterThan(SMALL);
    assertThat(mostReadAtOnce()).isBetween(8L, 32L);
  }

  private static OutgoingEvent large(String id) {
    OutgoingEvent small = StoreBench.event(id, Duration.ZERO);
    String text = new String(small.envelope(), StandardCharsets.UTF_8);
    String data = "\"data\":\"" + "x".repeat(20 << 10) + "\"";
    return new OutgoingEvent(
        id,
        false,
        small.event(),
        small.queue(),
        small.delay(),
        text.replace("\"data\":{}", data).getBytes(StandardCharsets.UTF_8),
        List.of());
  }

  /** Redis notes down the commands inside scripts too. */
  private long mostReadAtOnce() {
    long most = 0;
    for (Object entry : (List<?>) redis.command("SLOWLOG", "GET", "10000")) {
      List<?> command = (List<?>) ((List<?>) entry).get(3);
      if (command.get(0).equals("LRANGE")) {
        long from = Long.parseLong((String) command.get(2));
        most = Math.max(most, Long.parseLong((String) command.get(3)) - from + 1);
      }
    }
    return most;
  }
}
