package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static dev.postbus.testkit.contract.Transitions.Kind.CLAIMED;
import static dev.postbus.testkit.contract.Transitions.Kind.DEAD_LETTERED;
import static dev.postbus.testkit.contract.Transitions.Kind.DUPLICATE;
import static dev.postbus.testkit.contract.Transitions.Kind.EMITTED;
import static dev.postbus.testkit.contract.Transitions.Kind.HANDED_BACK;
import static dev.postbus.testkit.contract.Transitions.Kind.HANDLED;
import static dev.postbus.testkit.contract.Transitions.Kind.PAUSED;
import static dev.postbus.testkit.contract.Transitions.Kind.RESUMED;
import static dev.postbus.testkit.contract.Transitions.Kind.RETRIED;
import static dev.postbus.testkit.contract.Transitions.Kind.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.Backoff;
import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventBusListener;
import dev.postbus.EventMetadata;
import dev.postbus.EventQueue;
import dev.postbus.SubscribeOptions;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What a listener is told, and that it cannot do harm. */
public interface ListenerContract extends Contract {

  private static EmitOptions named(String eventId) {
    return EmitOptions.builder().eventId(eventId).build();
  }

  @Test
  @Behaviour(56)
  default void seesEveryTransition(Buses buses) {
    Transitions transitions = new Transitions();
    EventBus bus = buses.started(buses.config().listener(transitions), Buses.patient());
    SubscribeOptions options =
        SubscribeOptions.builder().id("handler").attempts(2).backoff(Backoff.none()).build();
    bus.subscribe("good", Ping.class, options, Inbox.accepting());
    bus.subscribe(
        "flaky",
        Ping.class,
        SubscribeOptions.builder().id("flaky").attempts(2).backoff(Backoff.none()).build(),
        Inbox.failingUntilAttempt(2));
    bus.subscribe(
        "bad",
        Ping.class,
        SubscribeOptions.builder().id("bad").attempts(2).backoff(Backoff.none()).build(),
        Inbox.failing());

    bus.emit("good", new Ping(1), named("good-1"));
    bus.emit("good", new Ping(1), named("good-1"));
    bus.emit("flaky", new Ping(1), named("flaky-1"));
    bus.emit("bad", new Ping(1), named("bad-1"));

    eventually(
        () -> {
          assertThat(transitions.kinds("good-1"))
              .containsExactlyInAnyOrder(EMITTED, DUPLICATE, CLAIMED, STARTED, HANDLED);
          assertThat(transitions.kinds("flaky-1"))
              .containsExactlyInAnyOrder(
                  EMITTED, CLAIMED, STARTED, RETRIED, CLAIMED, STARTED, HANDLED);
          assertThat(transitions.kinds("bad-1"))
              .containsExactlyInAnyOrder(
                  EMITTED, CLAIMED, STARTED, RETRIED, CLAIMED, STARTED, DEAD_LETTERED);
        });
    assertThat(transitions.of(DEAD_LETTERED))
        .singleElement()
        .satisfies(
            dead -> {
              assertThat(dead.handler()).isEqualTo("bad");
              assertThat(dead.number()).isEqualTo(2);
              assertThat(dead.text()).contains("IllegalStateException");
            });
    assertThat(transitions.of(EMITTED))
        .allSatisfy(emitted -> assertThat(emitted.number()).isEqualTo(1));
  }

  @Test
  @Behaviour(56)
  default void seesWhatIsHandedBackAndPaused(Buses buses) {
    Transitions transitions = new Transitions();
    EventBus bus = buses.started(buses.config().listener(transitions));
    bus.subscribe("other", Ping.class, Inbox.accepting());
    bus.subscribe(Ping.class, Inbox.accepting()).close();
    bus.emit(new Ping(1), named("e-1"));

    eventually(() -> assertThat(transitions.kinds("e-1")).contains(HANDED_BACK));
    bus.admin().pause(Buses.GROUP, EventQueue.DEFAULT);
    bus.emit(new Ping(2));
    eventually(
        () ->
            assertThat(transitions.of(PAUSED))
                .extracting(Transitions.Transition::number)
                .containsExactly(EventQueue.DEFAULT.ordinal()));
    bus.admin().resume(Buses.GROUP, EventQueue.DEFAULT);
    eventually(() -> assertThat(transitions.of(RESUMED)).hasSize(1));
  }

  @Test
  @Behaviour(56)
  default void tellsOfAnEndOnlyWhenTheStoreKnowsIt(Buses buses) {
    Set<Long> handledWhenTold = ConcurrentHashMap.newKeySet();
    EventBus observer = buses.started(buses.config("observer"));
    EventBusListener listener =
        new EventBusListener() {
          @Override
          public void onHandled(EventMetadata event, String handler, int attempt, Duration took) {
            handledWhenTold.add(observer.admin().counts(Buses.GROUP, EventQueue.DEFAULT).handled());
          }
        };
    EventBus bus = buses.started(buses.config().listener(listener));
    bus.subscribe(Ping.class, Inbox.accepting());

    bus.emit(new Ping(1));

    eventually(() -> assertThat(handledWhenTold).containsExactly(1L));
  }

  @Test
  @Behaviour(56)
  default void cannotBreakDeliveryByThrowing(Buses buses) {
    EventBusListener throwing =
        (EventBusListener)
            Proxy.newProxyInstance(
                EventBusListener.class.getClassLoader(),
                new Class<?>[] {EventBusListener.class},
                (proxy, method, arguments) -> {
                  throw method.getName().equals("onHandled")
                      ? new StackOverflowError("an error too")
                      : new IllegalStateException("a broken listener");
                });
    EventBus bus = buses.started(buses.config().listener(throwing));
    Inbox<Ping> flaky = Inbox.failingUntilAttempt(2);
    bus.subscribe("flaky", Ping.class, flaky);
    bus.subscribe("bad", Ping.class, Inbox.failing());

    bus.emitAll("flaky", Ping.upTo(20));
    bus.emit("bad", new Ping(1), named("e-1"));
    bus.emit("bad", new Ping(1), named("e-1"));
    bus.emit("nobody", new Ping(1));

    eventually(
        () -> {
          assertThat(bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT).handled()).isEqualTo(20);
          assertThat(bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT).dead()).isOne();
        });
    assertThat(flaky.calls()).hasSize(40);
    assertThat(bus.stop(Duration.ofSeconds(5))).isTrue();
  }
}
