package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.Backoff;
import dev.postbus.DeadLetter;
import dev.postbus.DelayedEvent;
import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventQueue;
import dev.postbus.PermanentFailureException;
import dev.postbus.QueueCounts;
import dev.postbus.SubscribeOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What administration promises. */
public interface AdminContract extends Contract {

  private static SubscribeOptions id(String id) {
    return SubscribeOptions.builder().id(id).build();
  }

  private static void assertAddsUp(QueueCounts counts) {
    assertThat(counts.emitted())
        .as("%s adds up", counts)
        .isEqualTo(
            counts.ready()
                + counts.inFlight()
                + counts.delayed()
                + counts.dead()
                + counts.handled()
                + counts.discarded()
                + counts.cancelled()
                + counts.dropped());
  }

  @Test
  @Behaviour(54)
  default void countsAddUpAtEveryMoment(Buses buses) {
    EventBus bus = buses.started(buses.config().deadLetterLimit(5));
    Inbox<Ping> good = Inbox.accepting();
    Inbox<Ping> flaky = Inbox.failingUntilAttempt(2);
    Inbox<Ping> bad =
        Inbox.of(
            (ping, context) -> {
              if (ping.number() % 10 == 0) {
                throw new PermanentFailureException("every tenth");
              }
            });
    bus.subscribe(Ping.EVENT, Ping.class, id("good"), good);
    bus.subscribe(Ping.EVENT, Ping.class, id("flaky"), flaky);
    bus.subscribe(Ping.EVENT, Ping.class, id("bad"), bad);
    EmitOptions late =
        EmitOptions.builder().delay(Duration.ofMinutes(1)).eventId("to-cancel").build();

    bus.emit(new Ping(1), late);
    bus.emitAll(Ping.upTo(100));
    eventually(
        () -> {
          QueueCounts counts = bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT);
          assertAddsUp(counts);
          assertThat(counts.handled()).isEqualTo(290);
          assertThat(counts.dropped()).isEqualTo(5);
        });
    bus.admin().cancelDelayed(Buses.GROUP, "to-cancel");
    DeadLetter newest = bus.admin().deadLetters(Buses.GROUP, 0, 1).get(0);
    bus.admin().discard(Buses.GROUP, newest.metadata().eventId());
    bus.admin().pause(Buses.GROUP, EventQueue.DEFAULT);
    bus.emit(new Ping(1));

    eventually(
        () ->
            assertThat(bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT))
                .isEqualTo(new QueueCounts(306, 3, 0, 0, 4, 290, 1, 3, 5)));
  }

  @Test
  @Behaviour(54)
  default void countsRetriesAsDelayed(Buses buses) {
    EventBus bus = buses.started();
    bus.subscribe(Ping.EVENT, Ping.class, id("good"), Inbox.accepting());
    bus.subscribe(
        Ping.EVENT,
        Ping.class,
        SubscribeOptions.builder().id("bad").backoff(Backoff.fixed(Duration.ofMinutes(1))).build(),
        Inbox.failing());
    bus.emit(new Ping(1));

    eventually(
        () ->
            assertThat(bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT))
                .isEqualTo(new QueueCounts(2, 0, 0, 1, 0, 1, 0, 0, 0)));
  }

  @Test
  @Behaviour(55)
  default void pagesDeadLettersNewestFirst(Buses buses) {
    EventBus bus = buses.started();
    bus.subscribe(
        Ping.class,
        (ping, context) -> {
          throw new PermanentFailureException("no");
        });
    for (int i = 1; i <= 5; i++) {
      bus.emit(new Ping(i), EmitOptions.builder().eventId("early-" + i).build());
    }
    eventually(() -> assertThat(bus.admin().deadLetters(Buses.GROUP, 0, 100)).hasSize(5));
    for (int i = 1; i <= 20; i++) {
      bus.emit(new Ping(i), EmitOptions.builder().eventId("late-" + i).build());
    }
    eventually(() -> assertThat(bus.admin().deadLetters(Buses.GROUP, 0, 100)).hasSize(25));

    List<DeadLetter> all = bus.admin().deadLetters(Buses.GROUP, 0, 100);
    List<String> paged = new ArrayList<>();
    for (int offset = 0; offset < 30; offset += 10) {
      List<DeadLetter> page = bus.admin().deadLetters(Buses.GROUP, offset, 10);
      assertThat(page).hasSize(offset < 20 ? 10 : 5);
      page.forEach(letter -> paged.add(letter.metadata().eventId()));
    }

    assertThat(paged)
        .containsExactlyElementsOf(
            all.stream().map(letter -> letter.metadata().eventId()).toList());
    assertThat(paged.subList(20, 25)).allSatisfy(id -> assertThat(id).startsWith("early-"));
    assertThat(bus.admin().deadLetters(Buses.GROUP, 25, 10)).isEmpty();
  }

  @Test
  @Behaviour(55)
  default void pagesDelayedEventsNextDueFirst(Buses buses) {
    EventBus bus = buses.started();
    bus.subscribe(Ping.class, Inbox.accepting());
    IntStream.rangeClosed(1, 25)
        .forEach(
            i ->
                bus.emit(
                    new Ping(i),
                    EmitOptions.builder()
                        .delay(Duration.ofMinutes(100 - i))
                        .eventId("e-" + i)
                        .build()));

    List<String> paged = new ArrayList<>();
    for (int offset = 0; offset < 30; offset += 10) {
      for (DelayedEvent event : bus.admin().delayed(Buses.GROUP, offset, 10)) {
        paged.add(event.metadata().eventId());
      }
    }

    assertThat(paged)
        .isEqualTo(IntStream.rangeClosed(1, 25).mapToObj(i -> "e-" + (26 - i)).toList());
  }

  @Test
  @Behaviour({3, 55})
  default void refusesPagesOutOfBounds(Buses buses) {
    EventBusAdmin admin = buses.started().admin();

    for (int[] page : new int[][] {{-1, 10}, {0, 0}, {0, -1}, {0, 1_001}}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> admin.deadLetters(Buses.GROUP, page[0], page[1]))
          .withMessageContaining("limit");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> admin.delayed(Buses.GROUP, page[0], page[1]));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> admin.redriveAll(Buses.GROUP, 0));
  }

  @Test
  default void knowsNothingOfAnUnknownGroup(Buses buses) {
    EventBusAdmin admin = buses.started().admin();

    assertThat(admin.groups()).doesNotContain("unknown");
    assertThat(admin.counts("unknown", EventQueue.HIGH))
        .isEqualTo(new QueueCounts(0, 0, 0, 0, 0, 0, 0, 0, 0));
    assertThat(admin.deadLetters("unknown", 0, 10)).isEmpty();
    assertThat(admin.delayed("unknown", 0, 10)).isEmpty();
    assertThat(admin.cancelDelayed("unknown", "e-1")).isFalse();
    assertThat(admin.removeGroup("unknown")).isFalse();
    assertThat(admin.groups()).doesNotContain("unknown");
  }

  @Test
  default void removesAGroupWithAllItHolds(Buses buses) {
    EventBus emitter = buses.started(buses.config("emitter"));
    EventBus bus = buses.started(buses.config("removed"));
    bus.subscribe(Ping.class, Inbox.failing());
    bus.emit(new Ping(1));
    eventually(() -> assertThat(bus.admin().deadLetters("removed", 0, 10)).hasSize(1));
    assertThatThrownBy(() -> emitter.admin().removeGroup("removed"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("removed");
    bus.close();
    emitter.emitAll(Ping.upTo(20));

    boolean removed = emitter.admin().removeGroup("removed");

    assertThat(removed).isTrue();
    assertThat(emitter.admin().groups()).doesNotContain("removed");
    assertThat(emitter.admin().deadLetters("removed", 0, 10)).isEmpty();
    assertThat(emitter.admin().counts("removed", EventQueue.DEFAULT))
        .isEqualTo(new QueueCounts(0, 0, 0, 0, 0, 0, 0, 0, 0));
    assertThat(emitter.emit(new Ping(1)).groups()).isZero();
    assertThat(emitter.admin().removeGroup("removed")).isFalse();
  }
}
