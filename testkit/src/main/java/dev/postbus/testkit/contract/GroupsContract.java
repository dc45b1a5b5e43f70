package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static dev.postbus.testkit.contract.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EmitReceipt;
import dev.postbus.EventBus;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What several groups of one namespace promise each other. */
public interface GroupsContract extends Contract {

  @Test
  @Behaviour(14)
  default void handlesEachEventOnOneInstanceOfAGroup(Buses buses) {
    EventBus one = buses.started();
    EventBus two = buses.started();
    Inbox<Ping> inOne = Inbox.accepting();
    Inbox<Ping> inTwo = Inbox.accepting();
    one.subscribe(Ping.class, inOne);
    two.subscribe(Ping.class, inTwo);

    List<EmitReceipt> receipts = one.emitAll(Ping.upTo(500));

    assertThat(receipts).allSatisfy(receipt -> assertThat(receipt.groups()).isEqualTo(1));
    eventually(
        () ->
            assertThat(one.admin().counts(Buses.GROUP, EventQueue.DEFAULT).handled())
                .isEqualTo(500));
    List<Ping> all = new ArrayList<>(inOne.payloads());
    all.addAll(inTwo.payloads());
    assertThat(all).containsExactlyInAnyOrderElementsOf(Ping.upTo(500));
  }

  @Test
  @Behaviour(15)
  default void givesEachGroupItsCopy(Buses buses) {
    EventBus payments = buses.started(buses.config("payments"));
    EventBus emails = buses.started(buses.config("emails"));
    Inbox<Ping> failing = Inbox.failing();
    Inbox<Ping> accepting = Inbox.accepting();
    payments.subscribe(Ping.class, failing);
    emails.subscribe(Ping.class, accepting);

    List<EmitReceipt> receipts = payments.emitAll(Ping.upTo(20));

    assertThat(receipts).allSatisfy(receipt -> assertThat(receipt.groups()).isEqualTo(2));
    eventually(
        () -> {
          assertThat(payments.admin().counts("payments", EventQueue.DEFAULT).dead()).isEqualTo(20);
          assertThat(payments.admin().counts("emails", EventQueue.DEFAULT).handled()).isEqualTo(20);
        });
    assertThat(accepting.attempts()).hasSize(20).containsOnly(1);
    assertThat(emails.admin().deadLetters("emails", 0, 10)).isEmpty();
    assertThat(emails.admin().deadLetters("payments", 0, 100)).hasSize(20);
    assertThat(emails.admin().groups()).containsExactlyInAnyOrder("payments", "emails");
  }

  @Test
  @Behaviour(15)
  default void reachesAGroupThatTakesOtherEvents(Buses buses) {
    EventBus orders = buses.started(buses.config("orders"));
    EventBus users = buses.started(buses.config("users"));
    Inbox<Map<String, Object>> inOrders = Inbox.accepting();
    Inbox<Map<String, Object>> inUsers = Inbox.accepting();
    orders.subscribe("order.*", inOrders);
    users.subscribe("user.*", inUsers);

    int order = users.emit("order.created", new Ping(1)).groups();
    int user = orders.emit("user.created", new Ping(2)).groups();

    assertThat(order).isEqualTo(1);
    assertThat(user).isEqualTo(1);
    assertThat(inOrders.awaitCall(1).metadata().event()).isEqualTo("order.created");
    assertThat(inUsers.awaitCall(1).metadata().event()).isEqualTo("user.created");
    assertThat(inOrders.calls()).hasSize(1);
  }

  @Test
  @Behaviour(17)
  default void keepsAnEventWithoutSubscriberForTheFirstGroupThatSubscribes(Buses buses) {
    EventBus emitter = buses.started(buses.config("emitter"));
    EventBus first = buses.started(buses.config("first"));
    EventBus second = buses.started(buses.config("second"));
    List<EmitReceipt> receipts = emitter.emitAll(Ping.upTo(50));
    emitter.emit("unrelated", new Ping(0));
    Inbox<Ping> inFirst = Inbox.accepting();
    Inbox<Ping> inSecond = Inbox.accepting();

    first.subscribe("ping.*", Ping.class, inFirst);
    eventually(
        () -> assertThat(inFirst.payloads()).containsExactlyInAnyOrderElementsOf(Ping.upTo(50)));
    second.subscribe(Ping.class, inSecond);
    emitter.emit(new Ping(51));

    assertThat(receipts).allSatisfy(receipt -> assertThat(receipt.groups()).isZero());
    assertThat(inSecond.awaitCall(1).payload()).isEqualTo(new Ping(51));
    eventually(() -> assertThat(inFirst.calls()).hasSize(51));
    assertThat(inSecond.calls()).hasSize(1);
    assertThat(inFirst.eventIds())
        .containsAll(receipts.stream().map(EmitReceipt::eventId).toList());
  }

  @Test
  @Behaviour(17)
  default void keepsAnEventThroughStartsOfGroupsThatDoNotTakeIt(Buses buses) {
    EventBus bus = buses.open();
    bus.emit(new Ping(1));
    bus.subscribe("other", Inbox.<Map<String, Object>>accepting());
    bus.start();
    bus.emit(new Ping(2));
    Inbox<Ping> inbox = Inbox.accepting();

    bus.subscribe(Ping.class, inbox);

    eventually(
        () -> assertThat(inbox.payloads()).containsExactlyInAnyOrderElementsOf(Ping.upTo(2)));
  }

  @Test
  @Behaviour(18)
  default void missesNothingEmittedAfterASubscribeReturned(Buses buses) throws Exception {
    EventBus emitter = buses.started(buses.config("emitter"));
    emitter.subscribe(Ping.class, Inbox.accepting());
    AtomicInteger begun = new AtomicInteger();
    AtomicBoolean stop = new AtomicBoolean();
    Thread publisher =
        new Thread(
            () -> {
              while (!stop.get()) {
                emitter.emit(new Ping(begun.incrementAndGet()));
              }
            });
    publisher.start();
    eventually(() -> assertThat(begun.get()).isGreaterThan(100));

    for (int group = 1; group <= 5; group++) {
      EventBus late = buses.started(buses.config("late-" + group));
      Inbox<Ping> inbox = Inbox.accepting();
      late.subscribe(Ping.class, inbox);
      int firstExpected = begun.get() + 1;
      eventually(() -> assertThat(begun.get()).isGreaterThan(firstExpected + 50));
      eventually(
          () ->
              assertThat(inbox.payloads())
                  .contains(
                      Ping.upTo(50).stream()
                          .map(ping -> new Ping(firstExpected + ping.number() - 1))
                          .toArray(Ping[]::new)));
    }

    stop.set(true);
    publisher.join(Eventually.PATIENCE.toMillis());
    assertThat(publisher.isAlive()).isFalse();
  }

  @Test
  @Behaviour(18)
  default void missesNothingEmittedAfterAStartReturned(Buses buses) {
    EventBus emitter = buses.started(buses.config("emitter"));
    emitter.subscribe(Ping.class, Inbox.accepting());
    emitter.emit(new Ping(1));

    for (int group = 1; group <= 10; group++) {
      EventBus late = buses.open(buses.config("late-" + group));
      Inbox<Ping> inbox = Inbox.accepting();
      late.subscribe(Ping.class, inbox);
      late.start();

      EmitReceipt receipt = emitter.emit(new Ping(group));

      assertThat(receipt.groups()).isEqualTo(group + 1);
      assertThat(inbox.awaitCall(1).payload()).isEqualTo(new Ping(group));
    }
  }

  @Test
  default void keepsNamespacesApart(Buses buses) {
    EventBus bus = buses.started();
    EventBus elsewhere = buses.started(buses.config().namespace(buses.namespace() + ".elsewhere"));
    Inbox<Ping> here = Inbox.accepting();
    Inbox<Ping> there = Inbox.accepting();
    bus.subscribe(Ping.class, here);
    elsewhere.subscribe(Ping.class, there);

    bus.emit(new Ping(1));
    elsewhere.emit(new Ping(2));

    here.awaitCall(1);
    there.awaitCall(1);
    throughout(
        Duration.ofMillis(50),
        () -> {
          assertThat(here.payloads()).containsExactly(new Ping(1));
          assertThat(there.payloads()).containsExactly(new Ping(2));
        });
  }
}
