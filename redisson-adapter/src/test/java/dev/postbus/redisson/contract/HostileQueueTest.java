package dev.postbus.redisson.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.Backoff;
import dev.postbus.BusHealth;
import dev.postbus.DeadLetter;
import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.redisson.RedissonEventBus;
import dev.postbus.testkit.contract.Inbox;
import dev.postbus.testkit.contract.Ping;
import dev.postbus.testkit.redis.PrivateRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;

/**
 * Hundreds of broken elements of every kind in the queues of a real Redis, the same for the same
 * seed; {@code -Dpostbus.fuzz.seeds=50} tries more seeds.
 */
class HostileQueueTest {

  private static final int ELEMENTS = 250;
  private static final String WHOLE =
      "{\"handlers\":\"1\",\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"s\",\"type\":\"ping.sent\","
          + "\"time\":\"2030-01-01T00:00:00Z\",\"attempts\":1,\"data\":{\"number\":7}}";
  private static final String[] KINDS = {
    "",
    "\n",
    "\n\n{\"h",
    "{\"h",
    "~1\n" + WHOLE,
    "3:1~\n" + WHOLE,
    WHOLE.replace("\"1\"", "\"1,2,3\""),
    WHOLE.replace("\"1\"", "\"99\""),
    WHOLE.replace("\"1\"", "\"0\""),
    WHOLE.replace("{\"number\":7}", ""),
    WHOLE.replace("{\"number\":7}}", ""),
    WHOLE.replace("7", "[".repeat(600) + "]".repeat(600)),
    WHOLE.replace("7", "9".repeat(5_000)),
    WHOLE.replace("{\"number\":7}", "{\"@class\":\"java.lang.ProcessBuilder\",\"number\":\"rm\"}"),
    "\u00ac\u00ed\u0000\u0005sr\u0000\u0011java.util.HashMap",
    "return redis.call('FLUSHALL')",
    WHOLE
  };

  private final PrivateRedis redis = PrivateRedis.start();
  private final RedissonClient client = Clients.impatient(redis.endpoint());
  private final EventBus bus =
      RedissonEventBus.create(
          EventBusConfig.builder().group("g").backoff(Backoff.none()).build(), client);

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Integer.getInteger("postbus.fuzz.seeds", 2));
  }

  @AfterEach
  void close() {
    bus.close();
    client.shutdown(0, 1, TimeUnit.SECONDS);
    redis.close();
  }

  private static byte[] element(Random random) {
    byte[] bytes = KINDS[random.nextInt(KINDS.length)].getBytes(StandardCharsets.ISO_8859_1);
    switch (random.nextInt(4)) {
      case 0:
        return bytes;
      case 1:
        return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      case 2:
        byte[] noise = new byte[random.nextInt(60)];
        random.nextBytes(noise);
        return noise;
      default:
        byte[] flipped = bytes.clone();
        for (int i = 0; i < flipped.length / 20; i++) {
          flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }
  }

  private static String text(byte[] element) {
    return new String(element, StandardCharsets.UTF_8);
  }

  private QueueCounts counts(EventQueue queue) {
    return bus.admin().counts("g", queue);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyElementIsHandledOrBuriedWithItsTextAndTheConsumerGoesOn(long seed) {
    Random random = new Random(seed);
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    bus.start();
    redis.command("SET", "canary", "alive");
    List<String> pushed = new ArrayList<>();
    for (int i = 0; i < ELEMENTS; i++) {
      byte[] element = element(random);
      EventQueue queue = EventQueue.values()[random.nextInt(3)];
      client
          .getBlockingQueue("{postbus}:group:g:" + queue.queueName(), ByteArrayCodec.INSTANCE)
          .offer(element);
      pushed.add(text(element));
    }

    bus.emit(new Ping(1_000));

    eventually(() -> assertThat(inbox.payloads()).contains(new Ping(1_000)));
    for (EventQueue queue : EventQueue.values()) {
      eventually(
          () -> {
            assertThat(redis.command("LLEN", "{postbus}:group:g:" + queue.queueName()))
                .isEqualTo(0L);
            // Not by its counts, in which nobody put these elements.
            assertThat(bus.admin().ready("g", queue, 0, 1)).isEmpty();
            assertThat(counts(queue).inFlight()).isZero();
            assertThat(counts(queue).delayed()).isZero();
          });
    }
    List<DeadLetter> letters = bus.admin().deadLetters("g", 0, 1_000);
    assertThat(letters.size() + inbox.calls().size()).isGreaterThanOrEqualTo(ELEMENTS + 1);
    for (DeadLetter letter : letters) {
      assertThat(letter.reason()).isNotBlank();
      // Of one that is an envelope all but its payload is told in other ways.
      String raw = letter.payloadJson();
      assertThat(pushed).anyMatch(text -> text.contains(raw));
    }
    assertThat(redis.command("GET", "canary")).isEqualTo("alive");
    eventually(() -> assertThat(bus.health().status()).isEqualTo(BusHealth.Status.UP));
  }

  @Test
  void deliveryWhoseStateWasTamperedWithIsBuriedToo() {
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    bus.start();
    bus.emit(new Ping(1), EmitOptions.builder().delay(Duration.ofHours(1)).build());
    String deliveries = "{postbus}:group:g:deliveries";
    List<?> ids = (List<?>) redis.command("HKEYS", deliveries);
    String id = String.valueOf(ids.get(0));
    redis.command("HSET", deliveries, id, "rubbish\n" + WHOLE);

    assertThat(bus.admin().runNow("g", id)).isTrue();

    eventually(() -> assertThat(counts(EventQueue.DEFAULT).dead()).isEqualTo(1));
    bus.emit(new Ping(2));

    inbox.awaitCall(1);
    eventually(() -> assertThat(counts(EventQueue.DEFAULT).inFlight()).isZero());
    assertThat(bus.admin().deadLetters("g", 0, 1).get(0).reason()).contains("rubbish");
  }
}
