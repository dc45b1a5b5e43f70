package dev.postbus.redisson;

import dev.postbus.EventBusException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RBlockingQueue;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/** Asks a Redis for the facts, and whether its user may do what a bus does. For one thread. */
final class RedisExamination {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String ADVICE =
      "give the ACL user what the line in docs/operations.md gives it";

  private final RedissonClient client;
  private final RedisKeys keys;
  private final Scripts scripts;
  private final String own;
  private final String alarms;

  RedisExamination(RedissonClient client, String namespace) {
    this.client = client;
    this.keys = new RedisKeys(namespace);
    this.scripts = new Scripts(client);
    this.own = keys.scratch(RedisDoctor.unique());
    this.alarms = ":" + own;
  }

  /**
   * What Redis answered.
   *
   * @param report what it says of itself
   * @param time its time, or the epoch when it may not be asked
   * @param unclaimed events without a group
   * @param refused what the user may not do
   */
  record Answer(ServerReport report, Instant time, long unclaimed, List<String> refused) {}

  /** Asks once. */
  Answer ask() {
    List<Object> reply =
        await(
            scripts.run(
                Script.DOCTOR,
                List.of(own, keys.unclaimed()),
                "redisson_delay_queue_channel" + alarms));
    Instant time =
        Instant.ofEpochSecond(
            number(reply.get(1)), TimeUnit.MICROSECONDS.toNanos(number(reply.get(2))));
    return new Answer(
        ServerReport.of(ScriptCodec.text(reply.get(0))),
        time,
        number(reply.get(3)),
        reply.subList(4, reply.size()).stream().map(each -> pattern((String) each)).toList());
  }

  /** Names what is refused as the user would be given it. */
  private String pattern(String refused) {
    return refused.replace(own.substring(own.indexOf("}:") + 2), "*");
  }

  private static long number(Object reply) {
    return Long.parseLong((String) reply);
  }

  /** Adds what no script can try. */
  Finding permissions(Answer answer) {
    List<String> refused = new ArrayList<>(answer.refused());
    tryTo("blpop", refused, this::waitForElement);
    try {
      subscribe();
    } catch (EventBusException problem) {
      // Redisson keeps to itself what Redis says to a subscriber, and waits for what never comes.
      refused.add("subscribe");
    }
    for (String prefix : List.of("redisson_delay_queue", "redisson_delay_queue_timeout")) {
      tryTo(
          "keys " + pattern(prefix + alarms),
          refused,
          () -> await(client.getBucket(prefix + alarms, StringCodec.INSTANCE).isExistsAsync()));
    }
    return refused.isEmpty()
        ? Finding.ok("permissions", "this user may do all that Postbus does")
        : Finding.fail("permissions", "this user may not: " + String.join(", ", refused), ADVICE);
  }

  /** Returns the finding for a user who may not even run the script. */
  static Finding refused(EventBusException problem) {
    return Finding.fail("permissions", String.valueOf(problem.getMessage()), ADVICE);
  }

  private void tryTo(String what, List<String> refused, Runnable attempt) {
    try {
      attempt.run();
    } catch (EventBusException problem) {
      if (String.valueOf(problem.getMessage()).contains("NOPERM")) {
        refused.add(what);
      }
    }
  }

  private void waitForElement() {
    RBlockingQueue<String> queue = client.getBlockingQueue(own, StringCodec.INSTANCE);
    await(queue.offerAsync("1"));
    try {
      await(queue.pollAsync(1, TimeUnit.SECONDS));
    } finally {
      await(queue.unlinkAsync());
    }
  }

  private void subscribe() {
    RTopic topic = client.getTopic("redisson_delay_queue_channel" + alarms, StringCodec.INSTANCE);
    int listener = await(topic.addListenerAsync(String.class, (channel, message) -> {}));
    await(topic.removeListenerAsync(listener));
  }

  private static <T> T await(CompletionStage<T> stage) {
    return AdminCalls.await("asking Redis", stage, PATIENCE);
  }
}
