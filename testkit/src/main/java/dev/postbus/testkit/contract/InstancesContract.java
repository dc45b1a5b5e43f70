package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static dev.postbus.testkit.contract.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.DeadLetter;
import dev.postbus.EmitReceipt;
import dev.postbus.EventBus;
import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.SubscribeOptions;
import dev.postbus.engine.EngineSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What several instances of one group promise, also while they are being replaced. */
public interface InstancesContract extends Contract {

  /** Short, so that what a silent instance held comes back soon. */
  Duration LEASE = Duration.ofMillis(500);

  private static SubscribeOptions id(String id) {
    return SubscribeOptions.builder().id(id).build();
  }

  private static QueueCounts counts(EventBus bus) {
    return bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT);
  }

  /** Offers a delivery whose handler is missing soon again, and never gives the handler up. */
  private static EngineSettings impatient() {
    return EngineSettings.defaults()
        .withMissingHandler(Duration.ofMillis(50), Duration.ofMinutes(10));
  }

  /** Gives a missing handler up soon. */
  private static EngineSettings forgetful() {
    return EngineSettings.defaults()
        .withMissingHandler(Duration.ofMillis(50), Duration.ofMillis(600));
  }

  @Test
  @Behaviour(19)
  default void runsAMissingHandlerOnAnInstanceThatHasIt(Buses buses) {
    EventBus old = buses.open(buses.config(), impatient());
    EventBus next = buses.open(buses.config(), impatient());
    Inbox<Ping> commonInOld = Inbox.accepting();
    Inbox<Ping> commonInNext = Inbox.accepting();
    Inbox<Ping> addedInNext = Inbox.accepting();
    old.subscribe(Ping.EVENT, Ping.class, id("common"), commonInOld);
    next.subscribe(Ping.EVENT, Ping.class, id("common"), commonInNext);
    next.subscribe(Ping.EVENT, Ping.class, id("added"), addedInNext);
    old.start();
    next.start();

    old.emitAll(Ping.upTo(100));

    eventually(() -> assertThat(counts(old).handled()).isEqualTo(200));
    List<Ping> common = new ArrayList<>(commonInOld.payloads());
    common.addAll(commonInNext.payloads());
    assertThat(common).containsExactlyInAnyOrderElementsOf(Ping.upTo(100));
    assertThat(addedInNext.payloads()).containsExactlyInAnyOrderElementsOf(Ping.upTo(100));
    assertThat(addedInNext.attempts()).containsOnly(1);
    assertThat(counts(old).emitted()).isEqualTo(200);
  }

  @Test
  @Behaviour(19)
  default void keepsADeliveryForAHandlerThatOnlyComesLater(Buses buses) {
    EventBus first = buses.open(buses.config(), impatient());
    first.subscribe(Ping.EVENT, Ping.class, id("common"), Inbox.accepting());
    first.subscribe(Ping.EVENT, Ping.class, id("added"), Inbox.accepting());
    first.start();
    first.close();
    EventBus old = buses.started(buses.config(), impatient());
    Inbox<Ping> common = Inbox.accepting();
    old.subscribe(Ping.EVENT, Ping.class, id("common"), common);

    old.emit(new Ping(1));
    eventually(() -> assertThat(counts(old).handled()).isOne());
    EventBus next = buses.open(buses.config(), impatient());
    Inbox<Ping> added = Inbox.accepting();
    next.subscribe(Ping.EVENT, Ping.class, id("added"), added);
    next.start();

    added.awaitCall(1);
    eventually(() -> assertThat(counts(old).handled()).isEqualTo(2));
    assertThat(common.calls()).hasSize(1);
    assertThat(added.attempts()).containsExactly(1);
  }

  @Test
  @Behaviour(33)
  default void buriesWhatWaitsForAForgottenHandler(Buses buses) {
    EventBus bus = buses.started(buses.config(), impatient());
    bus.subscribe(Ping.EVENT, Ping.class, id("kept"), Inbox.accepting());
    bus.subscribe(Ping.EVENT, Ping.class, id("retired"), Inbox.accepting()).close();
    bus.emit(new Ping(1));
    eventually(() -> assertThat(counts(bus).handled()).isOne());

    boolean forgotten = bus.admin().forgetHandler(Buses.GROUP, "retired");

    assertThat(forgotten).isTrue();
    eventually(() -> assertThat(counts(bus).dead()).isOne());
    assertThat(bus.admin().deadLetters(Buses.GROUP, 0, 10))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.handler()).isEqualTo("retired");
              assertThat(letter.reason()).contains("retired", "forgotten");
            });
    assertThat(bus.admin().forgetHandler(Buses.GROUP, "retired")).isFalse();
    assertThat(bus.admin().forgetHandler(Buses.GROUP, "never.known")).isFalse();
  }

  @Test
  @Behaviour(33)
  default void handsNothingMoreToAForgottenHandler(Buses buses) {
    EventBus bus = buses.started(buses.config(), impatient());
    Inbox<Ping> kept = Inbox.accepting();
    bus.subscribe(Ping.EVENT, Ping.class, id("kept"), kept);
    bus.subscribe(Ping.EVENT, Ping.class, id("retired"), Inbox.accepting()).close();
    bus.subscribe("only.retired", Ping.class, id("also.retired"), Inbox.accepting()).close();

    bus.admin().forgetHandler(Buses.GROUP, "retired");
    bus.admin().forgetHandler(Buses.GROUP, "also.retired");
    int groups = bus.emit(new Ping(1)).groups();
    int none = bus.emit("only.retired", new Ping(2)).groups();

    kept.awaitCall(1);
    assertThat(groups).isEqualTo(1);
    assertThat(none).isZero();
    assertThat(counts(bus).emitted()).isEqualTo(1);
  }

  @Test
  @Behaviour(33)
  default void buriesWhatWaitsForAHandlerNoLiveInstanceHasHadForLong(Buses buses) {
    EventBus before = buses.open(buses.config().leaseTimeout(LEASE), forgetful());
    before.subscribe(Ping.EVENT, Ping.class, id("kept"), Inbox.accepting());
    before.subscribe(Ping.EVENT, Ping.class, id("gone"), Inbox.accepting());
    before.start();
    before.close();
    EventBus bus = buses.started(buses.config().leaseTimeout(LEASE), forgetful());
    bus.subscribe(Ping.EVENT, Ping.class, id("kept"), Inbox.accepting());

    bus.emit(new Ping(1));

    eventually(
        () -> {
          assertThat(counts(bus).dead()).isOne();
          assertThat(counts(bus).handled()).isOne();
        });
    DeadLetter letter = bus.admin().deadLetters(Buses.GROUP, 0, 1).get(0);
    assertThat(letter.handler()).isEqualTo("gone");
    assertThat(letter.reason()).contains("gone", Buses.GROUP);
  }

  @Test
  @Behaviour({16, 33})
  default void keepsEverythingForAGroupThatIsWhollyDown(Buses buses) {
    EventBus emitter = buses.started(buses.config("emitter"), forgetful());
    EventBus before = buses.open(buses.config().leaseTimeout(LEASE), forgetful());
    before.subscribe(Ping.EVENT, Ping.class, id("only"), Inbox.accepting());
    before.start();
    before.close();

    List<Integer> groups =
        emitter.emitAll(Ping.upTo(20)).stream().map(EmitReceipt::groups).toList();
    throughout(Duration.ofMillis(900), () -> assertThat(counts(emitter).ready()).isEqualTo(20));
    EventBus after = buses.open(buses.config().leaseTimeout(LEASE), forgetful());
    Inbox<Ping> inbox = Inbox.accepting();
    after.subscribe(Ping.EVENT, Ping.class, id("only"), inbox);
    after.start();

    assertThat(groups).containsOnly(1);
    eventually(() -> assertThat(counts(emitter).handled()).isEqualTo(20));
    assertThat(inbox.payloads()).containsExactlyInAnyOrderElementsOf(Ping.upTo(20));
    assertThat(counts(emitter).dead()).isZero();
  }

  @Test
  @Behaviour(48)
  default void spreadsWorkOverInstances(Buses buses) {
    EventBus one = buses.started();
    EventBus two = buses.started();
    Gate inOne = buses.gate();
    Gate inTwo = buses.gate();
    one.subscribe(Ping.class, Inbox.waitingAt(inOne));
    two.subscribe(Ping.class, Inbox.waitingAt(inTwo));

    one.emitAll(Ping.upTo(10));

    eventually(
        () -> {
          assertThat(inOne.waiting()).isEqualTo(5);
          assertThat(inTwo.waiting()).isEqualTo(5);
        });
  }

  @Test
  @Behaviour(48)
  default void doesNotHoardWhatAnotherInstanceCouldHandle(Buses buses) {
    EventBus busy = buses.started();
    Gate gate = buses.gate();
    Inbox<Ping> inBusy =
        Inbox.of(
            (ping, context) -> {
              if (ping.number() > 1_000) {
                gate.pass();
              }
            });
    busy.subscribe(Ping.class, inBusy);
    // Short handlers make an instance fetch ahead.
    busy.emitAll(Ping.upTo(1_000));
    eventually(() -> assertThat(inBusy.calls()).hasSize(1_000));
    busy.emitAll(Ping.upTo(1_100).subList(1_000, 1_100));
    eventually(() -> assertThat(gate.waiting()).isEqualTo(5));
    EventBus idle = buses.started();
    Inbox<Ping> inIdle = Inbox.accepting();

    idle.subscribe(Ping.class, inIdle);

    eventually(() -> assertThat(inIdle.calls()).hasSize(95));
    assertThat(gate.waiting()).isEqualTo(5);
  }
}
