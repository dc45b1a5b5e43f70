package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static dev.postbus.testkit.contract.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.DeadLetter;
import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.QueueSettings;
import dev.postbus.SubscribeOptions;
import dev.postbus.engine.EngineSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What happens to the events of an instance that dies, stalls or loses its connection. */
public interface CrashRecoveryContract extends DurableContract {

  /** Short, and long enough for the pauses of a busy machine. */
  Duration LEASE = Duration.ofSeconds(1);

  private static QueueCounts counts(EventBus bus) {
    return bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT);
  }

  /** A bus that will crash has no business draining. */
  private static EventBusConfig.Builder mortal(DurableBuses buses) {
    return buses.config().leaseTimeout(LEASE).drainTimeout(Duration.ZERO);
  }

  private static SubscribeOptions id(String id) {
    return SubscribeOptions.builder().id(id).build();
  }

  @Test
  @Behaviour(34)
  default void redeliversOnceWhatADeadInstanceWasHandling(DurableBuses buses) {
    EventBus victim = buses.open(mortal(buses));
    Gate gate = buses.gate();
    victim.subscribe(Ping.class, Inbox.waitingAt(gate));
    victim.start();
    victim.emitAll(Ping.upTo(5));
    eventually(() -> assertThat(gate.waiting()).isEqualTo(5));
    Transitions transitions = new Transitions();
    EventBus survivor = buses.open(buses.config().leaseTimeout(LEASE).listener(transitions));
    Inbox<Ping> inbox = Inbox.accepting();
    survivor.subscribe(Ping.class, inbox);
    survivor.start();

    buses.crash(victim);

    within(LEASE.plusSeconds(10), () -> assertThat(inbox.calls()).isNotEmpty());
    eventually(() -> assertThat(counts(survivor).handled()).isEqualTo(5));
    assertThat(inbox.payloads()).containsExactlyInAnyOrderElementsOf(Ping.upTo(5));
    assertThat(inbox.calls()).extracting(Inbox.Call::redelivered).containsOnly(true);
    eventually(
        () ->
            assertThat(transitions.of(Transitions.Kind.RECOVERED))
                .extracting(Transitions.Transition::number)
                .containsExactly(5));
  }

  @Test
  @Behaviour(34)
  default void runsOnlyUnfinishedHandlersAgainAfterACrash(DurableBuses buses) {
    EventBus victim = buses.open(mortal(buses));
    Gate gate = buses.gate();
    victim.subscribe(Ping.EVENT, Ping.class, id("quick"), Inbox.accepting());
    victim.subscribe(Ping.EVENT, Ping.class, id("stuck"), Inbox.waitingAt(gate));
    victim.start();
    EventBus survivor = buses.open(buses.config().leaseTimeout(LEASE));
    Inbox<Ping> quick = Inbox.accepting();
    Inbox<Ping> stuck = Inbox.accepting();
    victim.emit(new Ping(1));
    eventually(() -> assertThat(counts(survivor).handled()).isOne());
    survivor.subscribe(Ping.EVENT, Ping.class, id("quick"), quick);
    survivor.subscribe(Ping.EVENT, Ping.class, id("stuck"), stuck);
    survivor.start();

    buses.crash(victim);

    eventually(() -> assertThat(counts(survivor).handled()).isEqualTo(2));
    assertThat(stuck.calls()).hasSize(1);
    assertThat(quick.calls()).isEmpty();
  }

  @Test
  @Behaviour(34)
  default void recoversWhatWasClaimedWhenTheWholeGroupDied(DurableBuses buses) {
    EventBus victim = buses.open(mortal(buses));
    Gate gate = buses.gate();
    victim.subscribe(Ping.class, Inbox.waitingAt(gate));
    victim.start();
    victim.emitAll(Ping.upTo(50));
    eventually(() -> assertThat(gate.waiting()).isEqualTo(5));
    buses.crash(victim);

    EventBus next = buses.open(buses.config().leaseTimeout(LEASE));
    Inbox<Ping> inbox = Inbox.accepting();
    next.subscribe(Ping.class, inbox);
    next.start();

    eventually(() -> assertThat(counts(next).handled()).isEqualTo(50));
    assertThat(inbox.payloads()).containsExactlyInAnyOrderElementsOf(Ping.upTo(50));
  }

  @Test
  @Behaviour(34)
  default void listsADeadInstanceUntilItsEventsAreTakenOver(DurableBuses buses) {
    EventBus victim = buses.open(mortal(buses));
    Gate gate = buses.gate();
    victim.subscribe(Ping.EVENT, Ping.class, id("stuck"), Inbox.waitingAt(gate));
    victim.start();
    victim.emit(new Ping(1));
    EventBus onlooker = buses.open(buses.config("onlooker"));
    eventually(
        () ->
            assertThat(onlooker.admin().instances())
                .singleElement()
                .satisfies(instance -> assertThat(instance.running()).hasSize(1)));

    buses.crash(victim);

    eventually(
        () ->
            assertThat(onlooker.admin().instances())
                .singleElement()
                .satisfies(
                    instance -> {
                      assertThat(instance.leaseUntil()).isBefore(Instant.now());
                      assertThat(instance.inFlight()).isOne();
                      assertThat(instance.running()).hasSize(1);
                      assertThat(instance.pid()).isEqualTo(ProcessHandle.current().pid());
                    }));
    EventBus survivor = buses.open(buses.config().leaseTimeout(LEASE));
    survivor.subscribe(Ping.EVENT, Ping.class, id("stuck"), Inbox.accepting());
    survivor.start();
    eventually(
        () ->
            assertThat(onlooker.admin().instances())
                .singleElement()
                .satisfies(instance -> assertThat(instance.leaseUntil()).isAfter(Instant.now())));
  }

  @Test
  @Behaviour(23)
  default void deliversWhatIsDueAfterTheDeathOfItsEmitter(DurableBuses buses) {
    EventBus emitter = buses.started(buses.config("emitter").drainTimeout(Duration.ZERO));
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    long before = System.nanoTime();
    emitter.emit(new Ping(1), EmitOptions.builder().delay(Duration.ofMillis(700)).build());

    buses.crash(emitter);

    assertThat(Duration.ofNanos(inbox.awaitCall(1).nanoTime() - before))
        .isGreaterThanOrEqualTo(Duration.ofMillis(700));
  }

  @Test
  @Behaviour(35)
  default void refusesTheAcknowledgementOfAnInstanceThatSleptBeyondItsLease(DurableBuses buses) {
    Transitions transitions = new Transitions();
    EventBus sleeper = buses.open(buses.config().leaseTimeout(LEASE).listener(transitions));
    Gate gate = buses.gate();
    Inbox<Ping> inSleeper = Inbox.waitingAt(gate);
    sleeper.subscribe(Ping.class, inSleeper);
    sleeper.start();
    sleeper.emit(new Ping(1), EmitOptions.builder().attempts(1).build());
    eventually(() -> assertThat(gate.waiting()).isOne());
    EventBus other = buses.open(buses.config().leaseTimeout(LEASE));
    Inbox<Ping> inOther = Inbox.failing();
    other.subscribe(Ping.class, inOther);
    other.start();

    buses.freeze(sleeper);
    eventually(() -> assertThat(counts(other).dead()).isOne());
    gate.open();
    buses.thaw(sleeper);

    eventually(() -> assertThat(transitions.of(Transitions.Kind.LEASE_LOST)).isNotEmpty());
    other.stop(Duration.ofSeconds(1));
    sleeper.emit(new Ping(2));
    eventually(() -> assertThat(inSleeper.payloads()).contains(new Ping(2)));
    eventually(() -> assertThat(counts(sleeper).handled()).isOne());
    assertThat(counts(sleeper).dead()).isOne();
    assertThat(inOther.calls()).hasSize(1);
  }

  @Test
  @Behaviour(35)
  default void tellsAHandlerThatItsLeaseIsLost(DurableBuses buses) {
    EventBus sleeper = buses.open(buses.config().leaseTimeout(LEASE));
    Gate gate = buses.gate();
    AtomicBoolean told = new AtomicBoolean();
    Inbox<Ping> inSleeper =
        Inbox.of(
            (ping, context) -> {
              gate.pass();
              eventually(() -> assertThat(context.cancellationRequested()).isTrue());
              told.set(true);
            });
    sleeper.subscribe(Ping.class, inSleeper);
    sleeper.start();
    sleeper.emit(new Ping(1));
    inSleeper.awaitCall(1);
    EventBus other = buses.open(buses.config().leaseTimeout(LEASE));
    Inbox<Ping> inOther = Inbox.accepting();
    other.subscribe(Ping.class, inOther);
    other.start();

    buses.freeze(sleeper);
    gate.open();
    inOther.awaitCall(1);
    buses.thaw(sleeper);

    // Before the stop, which requests it too.
    eventually(() -> assertThat(told).isTrue());
    eventually(() -> assertThat(counts(other).handled()).isOne());
    eventually(() -> assertThat(sleeper.stop(Duration.ofSeconds(5))).isTrue());
    assertThat(counts(other).handled()).isOne();
  }

  @Test
  @Behaviour(36)
  default void buriesWhatKillsEveryInstanceAndSparesItsNeighbours(DurableBuses buses) {
    EventBus observer = buses.started(buses.config("observer"));
    Gate gate = buses.gate();
    Inbox<Ping> innocent = Inbox.accepting();
    int crashes = 0;
    while (true) {
      EventBus victim =
          buses.open(
              buses
                  .config()
                  .leaseTimeout(Duration.ofMillis(500))
                  .drainTimeout(Duration.ZERO)
                  .queue(EventQueue.DEFAULT, QueueSettings.of(4, 3)),
              // Beside the poison no innocent shall start just when the crash comes.
              EngineSettings.defaults().withSuspectAlone(Duration.ofMinutes(1)));
      Inbox<Ping> poison = Inbox.of((ping, context) -> gate.passUninterruptibly());
      boolean first = crashes == 0;
      victim.subscribe("poison", Ping.class, id("poison"), poison);
      victim.subscribe(
          "innocent",
          Ping.class,
          id("innocent"),
          Inbox.of(
              (ping, context) -> {
                if (first) {
                  gate.passUninterruptibly();
                }
                innocent.handle(ping, context);
              }));
      victim.start();
      if (first) {
        observer.emit("poison", new Ping(0), EmitOptions.builder().attempts(2).build());
        observer.emitAll("innocent", Ping.upTo(3), EmitOptions.builder().attempts(1).build());
        eventually(() -> assertThat(gate.waiting()).isEqualTo(4));
      } else {
        eventually(() -> assertThat(poison.calls().size() + counts(observer).dead()).isOne());
      }
      if (counts(observer).dead() == 1) {
        break;
      }
      eventually(() -> assertThat(counts(observer).handled()).isEqualTo(innocent.calls().size()));
      buses.crash(victim);
      crashes++;
      assertThat(crashes).as("crashes until the event is buried").isLessThan(5);
    }

    DeadLetter letter = observer.admin().deadLetters(Buses.GROUP, 0, 1).get(0);
    assertThat(letter.metadata().event()).isEqualTo("poison");
    assertThat(letter.attempts()).isEqualTo(2);
    assertThat(letter.reason()).contains("died");
    eventually(() -> assertThat(counts(observer).handled()).isEqualTo(3));
    assertThat(List.copyOf(innocent.payloads())).containsExactlyInAnyOrderElementsOf(Ping.upTo(3));
    assertThat(innocent.attempts()).containsOnly(1);
    assertThat(counts(observer).dead()).isOne();
  }

  @Test
  @Behaviour(37)
  default void handlesEventsThoughAnswersAreLost(DurableBuses buses) {
    EventBus emitter = buses.started(buses.config("emitter"));
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.failingUntilAttempt(2);
    bus.subscribe(Ping.class, inbox);

    for (int round = 0; round < 3; round++) {
      int first = round * 10;
      buses.loseNextAnswer(bus);
      emitter.emitAll(Ping.upTo(first + 10).subList(first, first + 10));
      int expected = first + 10;
      eventually(() -> assertThat(counts(emitter).handled()).isEqualTo(expected));
    }

    assertThat(inbox.calls()).hasSize(60);
    assertThat(counts(emitter).emitted()).isEqualTo(30);
  }

  @Test
  @Behaviour(37)
  default void storesAnEventOnceThoughTheAnswerToItsEmitIsLost(DurableBuses buses) {
    EventBus emitter = buses.started(buses.config("emitter"));
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.accepting();
    bus.subscribe(Ping.class, inbox);
    emitter.emit(new Ping(1));

    buses.loseNextAnswer(emitter);
    emitter.emitAll(Ping.upTo(20));

    eventually(() -> assertThat(counts(bus).handled()).isEqualTo(21));
    assertThat(counts(bus).emitted()).isEqualTo(21);
    assertThat(inbox.calls()).hasSize(21);
  }
}
