package dev.postbus.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postbus.Backoff;
import dev.postbus.BaseEvent;
import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventBusConfig;
import dev.postbus.EventContext;
import dev.postbus.EventHandler;
import dev.postbus.EventQueue;
import dev.postbus.QueueSettings;
import dev.postbus.Subscribe;
import dev.postbus.SubscribeOptions;
import dev.postbus.engine.AnnotatedMethods;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** That misuse fails at the call with a message that helps, and never in a worker. */
public interface MisuseContract extends Contract {

  private static void refused(ThrowingCallable call, String... words) {
    assertThatIllegalArgumentException()
        .isThrownBy(call)
        .satisfies(failure -> assertThat(failure).hasMessageContainingAll(words));
  }

  /** Names no event. */
  record Nameless(int number) implements BaseEvent {}

  @Test
  @Behaviour(3)
  default void refusesBadOptionsWhereTheyAreSet(Buses buses) {
    EmitOptions.Builder emit = EmitOptions.builder();
    refused(() -> emit.delay(Duration.ofMillis(-1)), "delay", "PT-0.001S");
    refused(() -> emit.attempts(0), "attempts", "0", "1");
    refused(() -> emit.eventId(""), "eventId");
    refused(() -> emit.eventId("with space"), "eventId", "with space");
    refused(() -> emit.correlationId("x".repeat(129)), "correlationId");
    refused(() -> emit.header("Upper", "value"), "header", "Upper");
    refused(() -> emit.header("type", "value"), "header", "type");
    refused(() -> emit.header("far" + "2".repeat(18), "value"), "header");
    SubscribeOptions.Builder subscribe = SubscribeOptions.builder();
    refused(() -> subscribe.attempts(-1), "attempts", "-1");
    refused(() -> subscribe.timeout(Duration.ZERO), "timeout");
    refused(() -> subscribe.id("a\nb"), "handler id");
    refused(() -> Backoff.parse("linear:1s"), "linear:1s", "exponential");
    refused(() -> Backoff.fixed(Duration.ofSeconds(-1)), "backoff");
    refused(() -> QueueSettings.of(0, 3), "concurrency", "0");
    EventBusConfig.Builder config = buses.config();
    refused(() -> config.group("a b"), "group", "a b");
    refused(() -> config.namespace("{x}"), "namespace", "{x}");
    refused(() -> config.leaseTimeout(Duration.ofMillis(499)), "leaseTimeout", "0.499");
    refused(() -> config.drainTimeout(Duration.ofSeconds(-1)), "drainTimeout");
    refused(() -> config.deadLetterLimit(0), "deadLetterLimit", "0");
    refused(() -> config.maxPayloadBytes(0), "maxPayloadBytes", "0");
  }

  @Test
  @Behaviour(3)
  default void refusesABadEmitAtTheCall(Buses buses) {
    EventBus bus = buses.started();
    EmitOptions named = EmitOptions.builder().eventId("one").build();

    refused(() -> bus.emit("order..created", new Ping(1)), "order..created");
    refused(() -> bus.emit("order.*", new Ping(1)), "order.*");
    refused(() -> bus.emit("", new Ping(1)), "event name");
    refused(() -> bus.emit("x".repeat(300), new Ping(1)), "event name");
    refused(() -> bus.emit("order", nothing()), "payload", "order", "null");
    refused(() -> bus.emit("order", EmitOptions.none()), "order", "EmitOptions");
    refused(() -> bus.emit(new Nameless(1)), "Nameless", "@EventType");
    refused(() -> bus.emitAsync("order created", new Ping(1)), "order created");
    refused(() -> bus.emitAsync("order", nothing()), "payload", "null");
    refused(() -> bus.emitAll("order", List.of(new Ping(1)), named), "eventId", "one");
    refused(() -> bus.emitAll("order", Arrays.asList(new Ping(1), null)), "payload", "null");
    refused(() -> bus.emitAll(List.of(new Ping(1), new Nameless(2))), "Nameless");
  }

  @SuppressWarnings("NullAway") // what a careless caller does
  private static Object nothing() {
    return null;
  }

  @Test
  @Behaviour(3)
  default void refusesABadSubscriptionAtTheCall(Buses buses) {
    EventBus bus = buses.started();
    EventHandler<Object> handler = (payload, context) -> {};

    refused(() -> bus.subscribe("order.", Ping.class, handler), "order.");
    refused(() -> bus.subscribe("order.cre*", Ping.class, handler), "order.cre*", "cre*");
    refused(() -> bus.subscribe("***", Ping.class, handler), "***");
    refused(() -> bus.subscribe("", Ping.class, handler), "pattern");
    refused(() -> bus.subscribe("order", int.class, handler), "int", "primitive");
    refused(() -> bus.subscribe(Nameless.class, handler), "Nameless", "@EventType");
  }

  @Test
  @Behaviour(3)
  default void refusesTwoHandlersWithOneId(Buses buses) {
    EventBus bus = buses.started();
    SubscribeOptions same = SubscribeOptions.builder().id("same").build();
    bus.subscribe("order", Ping.class, same, Inbox.accepting());
    bus.subscribe("default.id", Ping.class, Inbox.accepting());

    refused(() -> bus.subscribe("user", Ping.class, same, Inbox.accepting()), "same");
    refused(() -> bus.subscribe("default.id", Ping.class, Inbox.accepting()), "default.id(Ping)");

    assertThat(bus.emit("user", new Ping(1)).groups()).isZero();
  }

  @Test
  @Behaviour(3)
  @SuppressWarnings("NullAway") // what a careless caller does
  default void refusesToAdministerNothing(Buses buses) {
    EventBusAdmin admin = buses.started().admin();

    refused(() -> admin.counts(null, EventQueue.HIGH), "group is null");
    refused(() -> admin.pause(Buses.GROUP, null), "queue is null");
    refused(() -> admin.redrive(Buses.GROUP, null), "eventId is null");
    refused(() -> admin.discard(Buses.GROUP, "one", null), "handler is null");
    refused(() -> admin.forgetHandler(Buses.GROUP, null), "handlerId is null");
  }

  @Test
  @Behaviour(59)
  default void namesVariableValueAndWhatIsAcceptedInConfigurationErrors(Buses buses) {
    refused(
        () -> EventBusConfig.fromEnvironment(Map.of("EVENT_BUS_GROUP", "pay ments")),
        "EVENT_BUS_GROUP",
        "pay ments",
        "letters");
    refused(
        () -> EventBusConfig.fromEnvironment(Map.of("EVENT_BUS_NAMESPACE", "a:b")),
        "EVENT_BUS_NAMESPACE",
        "a:b");
    refused(
        () -> EventBusConfig.fromEnvironment(Map.of("EVENT_BUS_SOURCE", "x".repeat(65))),
        "EVENT_BUS_SOURCE");
    EventBusConfig config =
        EventBusConfig.fromEnvironment(
            Map.of("EVENT_BUS_GROUP", "payments", "EVENT_BUS_NAMESPACE", " "));
    assertThat(config.group()).isEqualTo("payments");
    assertThat(config.source()).isEqualTo("payments");
    assertThat(config.namespace()).isEqualTo("postbus");
  }

  /** Has a fault in every method. */
  final class Faulty {
    /** Takes nothing. */
    @Subscribe("order")
    public void takesNothing() {}

    /** Has a bad pattern. */
    @Subscribe("order..created")
    public void hasABadPattern(Ping ping) {}

    /** Has a bad backoff. */
    @Subscribe(value = "order", backoff = "sometimes")
    public void hasABadBackoff(Ping ping, EventContext context) {}

    /** Has a bad timeout. */
    @Subscribe(value = "order", timeout = "soon")
    public void hasABadTimeout(Ping ping) {}

    /** Names no event. */
    @Subscribe
    public void namesNoEvent(String text) {}

    /** Returns what nobody waits for. */
    @Subscribe("order")
    public String returnsText(Ping ping) {
      return "lost";
    }
  }

  @Test
  @Behaviour(60)
  default void reportsAllFaultsOfAnnotatedMethodsTogether(Buses buses) {
    refused(
        () -> AnnotatedMethods.of(new Faulty()),
        "takesNothing",
        "hasABadPattern",
        "order..created",
        "hasABadBackoff",
        "sometimes",
        "hasABadTimeout",
        "soon",
        "namesNoEvent",
        "returnsText");
  }
}
