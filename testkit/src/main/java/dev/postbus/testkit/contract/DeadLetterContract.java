package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.Backoff;
import dev.postbus.DeadLetter;
import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventPriority;
import dev.postbus.EventQueue;
import dev.postbus.PermanentFailureException;
import dev.postbus.QueueCounts;
import dev.postbus.SubscribeOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What dead letters hold, and what can be done with them. */
public interface DeadLetterContract extends Contract {

  private static SubscribeOptions id(String id) {
    return SubscribeOptions.builder().id(id).attempts(2).backoff(Backoff.none()).build();
  }

  private static EmitOptions named(String eventId) {
    return EmitOptions.builder().eventId(eventId).build();
  }

  private static List<DeadLetter> letters(EventBus bus) {
    return bus.admin().deadLetters(Buses.GROUP, 0, 100);
  }

  private static List<String> ids(List<DeadLetter> letters) {
    return letters.stream().map(letter -> letter.metadata().eventId()).toList();
  }

  private static QueueCounts counts(EventBus bus) {
    return bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT);
  }

  @Test
  @Behaviour(42)
  default void holdsReasonHandlerAttemptsTimeAndTheEventAsEmitted(Buses buses) {
    EventBus bus = buses.started(buses.config().source("shop"));
    bus.subscribe(
        "order",
        (payload, context) -> {
          throw new IllegalStateException("outer", new IllegalArgumentException("root cause"));
        });
    Instant before = Instant.now();

    bus.emit(
        "order",
        Map.of("id", "ü-1"),
        EmitOptions.builder()
            .eventId("order-1")
            .priority(EventPriority.LOW)
            .attempts(2)
            .correlationId("request-7")
            .header("tenant", "blue")
            .build());

    eventually(() -> assertThat(letters(bus)).hasSize(1));
    DeadLetter letter = letters(bus).get(0);
    assertThat(letter.reason())
        .contains("IllegalStateException", "outer", "root cause", "DeadLetterContract");
    assertThat(letter.handler()).isEqualTo("order(Map)");
    assertThat(letter.attempts()).isEqualTo(2);
    assertThat(letter.failedAt()).isBetween(before.minusSeconds(5), Instant.now().plusSeconds(5));
    assertThat(letter.payloadJson()).isEqualTo("{\"id\":\"ü-1\"}");
    assertThat(letter.metadata().eventId()).isEqualTo("order-1");
    assertThat(letter.metadata().event()).isEqualTo("order");
    assertThat(letter.metadata().source()).isEqualTo("shop");
    assertThat(letter.metadata().queue()).isEqualTo(EventQueue.LOW);
    assertThat(letter.metadata().correlationId()).contains("request-7");
    assertThat(letter.metadata().headers()).isEqualTo(Map.of("tenant", "blue"));
    assertThat(letter.metadata().timestamp())
        .isBetween(before.minusMillis(1), Instant.now().plusMillis(1));
  }

  @Test
  @Behaviour(42)
  default void boundsTheReason(Buses buses) {
    EventBus bus = buses.started();
    bus.subscribe(
        Ping.class,
        (ping, context) -> {
          throw new PermanentFailureException("long ".repeat(200_000));
        });

    bus.emit(new Ping(1));

    eventually(() -> assertThat(letters(bus)).hasSize(1));
    assertThat(letters(bus).get(0).reason()).contains("long long").hasSizeLessThan(32_000);
  }

  @Test
  @Behaviour(43)
  default void redrivesOnlyTheFailedHandlerWithAFreshBudget(Buses buses) {
    EventBus bus = buses.started();
    AtomicBoolean repaired = new AtomicBoolean();
    Inbox<Ping> good = Inbox.accepting();
    Inbox<Ping> bad =
        Inbox.of(
            (ping, context) -> {
              if (!repaired.get() || context.attempt() == 1) {
                throw new IllegalStateException("still broken");
              }
            });
    bus.subscribe(Ping.EVENT, Ping.class, id("good"), good);
    bus.subscribe(Ping.EVENT, Ping.class, id("bad"), bad);
    bus.emit(new Ping(1), named("e-1"));
    eventually(() -> assertThat(letters(bus)).hasSize(1));
    repaired.set(true);

    boolean redriven = bus.admin().redrive(Buses.GROUP, "e-1");

    assertThat(redriven).isTrue();
    eventually(() -> assertThat(counts(bus).handled()).isEqualTo(2));
    assertThat(bad.attempts()).containsExactly(1, 2, 1, 2);
    assertThat(bad.calls()).extracting(Inbox.Call::maxAttempts).containsOnly(2);
    assertThat(bad.eventIds()).containsOnly("e-1");
    assertThat(good.calls()).hasSize(1);
    assertThat(letters(bus)).isEmpty();
    assertThat(counts(bus).dead()).isZero();
    assertThat(bus.admin().redrive(Buses.GROUP, "e-1")).isFalse();
  }

  @Test
  @Behaviour(43)
  default void makesANewDeadLetterWhenTheRedriveFailsToo(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> bad = Inbox.failing();
    bus.subscribe(Ping.EVENT, Ping.class, id("bad"), bad);
    bus.emit(new Ping(1), named("e-1"));
    eventually(() -> assertThat(letters(bus)).hasSize(1));

    bus.admin().redrive(Buses.GROUP, "e-1");

    eventually(() -> assertThat(bad.attempts()).containsExactly(1, 2, 1, 2));
    eventually(() -> assertThat(letters(bus)).hasSize(1));
    assertThat(counts(bus).dead()).isOne();
  }

  @Test
  @Behaviour(43)
  default void redrivesOneHandlerOrAllOfAnEvent(Buses buses) {
    EventBus bus = buses.started();
    AtomicBoolean repaired = new AtomicBoolean();
    Inbox<Ping> one = Inbox.of((ping, context) -> failUnless(repaired));
    Inbox<Ping> two = Inbox.of((ping, context) -> failUnless(repaired));
    bus.subscribe(Ping.EVENT, Ping.class, id("one"), one);
    bus.subscribe(Ping.EVENT, Ping.class, id("two"), two);
    bus.emit(new Ping(1), named("e-1"));
    bus.emit(new Ping(2), named("e-2"));
    eventually(() -> assertThat(letters(bus)).hasSize(4));
    repaired.set(true);
    EventBusAdmin admin = bus.admin();

    assertThat(admin.redrive(Buses.GROUP, "e-1", "one")).isTrue();
    assertThat(admin.redrive(Buses.GROUP, "e-1", "one")).isFalse();
    assertThat(admin.redrive(Buses.GROUP, "e-1", "unknown")).isFalse();
    assertThat(admin.redrive(Buses.GROUP, "unknown")).isFalse();
    assertThat(admin.redrive("unknown", "e-1")).isFalse();
    assertThat(admin.redrive(Buses.GROUP, "e-2")).isTrue();

    eventually(() -> assertThat(counts(bus).handled()).isEqualTo(3));
    assertThat(letters(bus))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.metadata().eventId()).isEqualTo("e-1");
              assertThat(letter.handler()).isEqualTo("two");
            });
  }

  private static void failUnless(AtomicBoolean repaired) {
    if (!repaired.get()) {
      throw new PermanentFailureException("broken");
    }
  }

  @Test
  @Behaviour(43)
  default void redrivesTheOldestUpToALimit(Buses buses) {
    EventBus bus = buses.started();
    AtomicBoolean repaired = new AtomicBoolean();
    Inbox<Ping> inbox = Inbox.of((ping, context) -> failUnless(repaired));
    bus.subscribe(Ping.EVENT, Ping.class, id("one"), inbox);
    for (int i = 1; i <= 5; i++) {
      int dead = i;
      bus.emit(new Ping(i), named("e-" + i));
      eventually(() -> assertThat(letters(bus)).hasSize(dead));
    }
    repaired.set(true);

    int some = bus.admin().redriveAll(Buses.GROUP, 2);

    assertThat(some).isEqualTo(2);
    eventually(() -> assertThat(counts(bus).handled()).isEqualTo(2));
    assertThat(ids(letters(bus))).containsExactly("e-5", "e-4", "e-3");
    assertThat(bus.admin().redriveAll(Buses.GROUP, 1_000)).isEqualTo(3);
    eventually(() -> assertThat(counts(bus).handled()).isEqualTo(5));
    assertThat(bus.admin().redriveAll(Buses.GROUP, 1_000)).isZero();
  }

  @Test
  @Behaviour(44)
  default void keepsTheNewestAndCountsWhatItDrops(Buses buses) {
    Transitions transitions = new Transitions();
    EventBus bus = buses.started(buses.config().deadLetterLimit(3).listener(transitions));
    bus.subscribe(Ping.EVENT, Ping.class, id("bad"), Inbox.failing());

    for (int i = 1; i <= 5; i++) {
      int dead = i;
      bus.emit(new Ping(i), named("e-" + i));
      eventually(() -> assertThat(counts(bus).dead() + counts(bus).dropped()).isEqualTo(dead));
    }

    assertThat(ids(letters(bus))).containsExactly("e-5", "e-4", "e-3");
    assertThat(counts(bus).dead()).isEqualTo(3);
    assertThat(counts(bus).dropped()).isEqualTo(2);
    eventually(
        () ->
            assertThat(
                    transitions.of(Transitions.Kind.DROPPED).stream()
                        .mapToInt(Transitions.Transition::number)
                        .sum())
                .isEqualTo(2));
    assertThat(bus.admin().redrive(Buses.GROUP, "e-1")).isFalse();
  }

  @Test
  @Behaviour(45)
  default void discardsOneDeadLetter(Buses buses) {
    EventBus bus = buses.started();
    bus.subscribe(Ping.EVENT, Ping.class, id("one"), Inbox.failing());
    bus.subscribe(Ping.EVENT, Ping.class, id("two"), Inbox.failing());
    bus.emit(new Ping(1), named("e-1"));
    bus.emit(new Ping(2), named("e-2"));
    eventually(() -> assertThat(letters(bus)).hasSize(4));
    EventBusAdmin admin = bus.admin();

    assertThat(admin.discard(Buses.GROUP, "e-1", "one")).isTrue();
    assertThat(admin.discard(Buses.GROUP, "e-1", "one")).isFalse();
    assertThat(letters(bus)).hasSize(3);
    assertThat(admin.discard(Buses.GROUP, "e-2")).isTrue();
    assertThat(admin.discard(Buses.GROUP, "e-2")).isFalse();
    assertThat(admin.discard("unknown", "e-1")).isFalse();

    assertThat(letters(bus))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.metadata().eventId()).isEqualTo("e-1");
              assertThat(letter.handler()).isEqualTo("two");
            });
    assertThat(counts(bus).discarded()).isEqualTo(3);
    assertThat(counts(bus).dead()).isOne();
    assertThat(admin.redrive(Buses.GROUP, "e-2")).isFalse();
  }

  @Test
  @Behaviour(43)
  default void findsDeadLettersByTheirKeys(Buses buses) {
    EventBus bus = buses.started();
    AtomicBoolean repaired = new AtomicBoolean();
    bus.subscribe(
        Ping.EVENT, Ping.class, id("one"), Inbox.of((ping, context) -> failUnless(repaired)));
    bus.emitAll(List.of(new Ping(1), new Ping(2), new Ping(3)));
    eventually(() -> assertThat(letters(bus)).hasSize(3));
    List<String> keys = letters(bus).stream().map(DeadLetter::key).toList();
    repaired.set(true);
    EventBusAdmin admin = bus.admin();

    assertThat(admin.deadLetter(Buses.GROUP, keys.get(1)))
        .get()
        .usingRecursiveComparison()
        .isEqualTo(letters(bus).get(1));
    assertThat(admin.deadLetter(Buses.GROUP, "unknown")).isEmpty();
    assertThat(admin.discardAll(Buses.GROUP, List.of(keys.get(0), "unknown"))).isOne();
    assertThat(admin.redriveAll(Buses.GROUP, keys)).isEqualTo(2);
    assertThat(admin.redriveAll(Buses.GROUP, keys)).isZero();
    assertThat(admin.redriveAll("unknown", keys)).isZero();
    assertThat(admin.redriveAll(Buses.GROUP, List.of())).isZero();

    eventually(() -> assertThat(counts(bus).handled()).isEqualTo(2));
    assertThat(counts(bus).discarded()).isOne();
    assertThat(letters(bus)).isEmpty();
  }

  @Test
  @Behaviour(43)
  default void redrivesIntoAPausedQueueAndWaitsThere(Buses buses) {
    EventBus bus = buses.started();
    AtomicBoolean repaired = new AtomicBoolean();
    Inbox<Ping> inbox = Inbox.of((ping, context) -> failUnless(repaired));
    bus.subscribe(Ping.EVENT, Ping.class, id("one"), inbox);
    bus.emit(new Ping(1), named("e-1"));
    eventually(() -> assertThat(letters(bus)).hasSize(1));
    repaired.set(true);
    bus.admin().pause(Buses.GROUP, EventQueue.DEFAULT);

    bus.admin().redrive(Buses.GROUP, "e-1");

    Eventually.throughout(Duration.ofMillis(100), () -> assertThat(counts(bus).ready()).isOne());
    bus.admin().resume(Buses.GROUP, EventQueue.DEFAULT);
    eventually(() -> assertThat(counts(bus).handled()).isOne());
  }
}
