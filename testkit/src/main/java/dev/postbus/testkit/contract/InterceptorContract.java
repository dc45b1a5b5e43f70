package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postbus.Backoff;
import dev.postbus.EmitOptions;
import dev.postbus.EmitReceipt;
import dev.postbus.EventBus;
import dev.postbus.EventBusInterceptor;
import dev.postbus.EventContext;
import dev.postbus.EventQueue;
import dev.postbus.PermanentFailureException;
import dev.postbus.SubscribeOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What interceptors are called for, and that they cannot do harm. */
public interface InterceptorContract extends Contract {

  /** Puts a tenant on the thread of a handler and into the events that are emitted there. */
  final class Tenants implements EventBusInterceptor {

    private final ThreadLocal<String> current = new ThreadLocal<>();
    private final List<String> ends = new CopyOnWriteArrayList<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    @Override
    public AroundEmit aroundEmit(String event, EmitOptions options) {
      String tenant = current.get();
      return new AroundEmit() {
        @Override
        public Map<String, String> headers() {
          return tenant == null ? Map.of() : Map.of("tenant", tenant);
        }

        @Override
        public void emitted(EmitReceipt receipt) {
          ends.add("emitted " + event);
        }

        @Override
        public void failed(Throwable failure) {
          ends.add("refused " + event);
        }
      };
    }

    @Override
    public AroundHandle aroundHandle(String handler, EventContext context) {
      current.set(context.metadata().headers().getOrDefault("tenant", "none"));
      threads.add(Thread.currentThread());
      return new AroundHandle() {
        @Override
        public void returned() {
          current.remove();
        }

        @Override
        public void handled() {
          ends.add("handled " + handler);
        }

        @Override
        public void failed(Throwable failure) {
          ends.add("failed %s %d".formatted(handler, context.attempt()));
        }
      };
    }
  }

  private static SubscribeOptions handler(String id) {
    return SubscribeOptions.builder().id(id).attempts(2).backoff(Backoff.none()).build();
  }

  @Test
  @Behaviour(64)
  default void passesOnWhatSurroundsAHandlerToWhatItEmits(Buses buses) {
    Tenants tenants = new Tenants();
    EventBus bus = buses.started(buses.config().interceptor(tenants));
    Inbox<Ping> second = Inbox.accepting();
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    bus.subscribe(
        "first",
        Ping.class,
        handler("first"),
        (ping, context) -> {
          threads.add(Thread.currentThread());
          bus.emit("second", ping);
        });
    bus.subscribe("second", Ping.class, handler("second"), second);

    bus.emit("first", new Ping(1), EmitOptions.builder().header("tenant", "acme").build());

    assertThat(second.awaitCall(1).metadata().headers()).containsEntry("tenant", "acme");
    eventually(
        () ->
            assertThat(tenants.ends)
                .containsExactlyInAnyOrder(
                    "emitted first", "emitted second", "handled first", "handled second"));
    assertThat(tenants.threads).containsAll(threads);
  }

  @Test
  @Behaviour(64)
  default void tellsHowEveryRunEnded(Buses buses) {
    Tenants tenants = new Tenants();
    EventBus bus = buses.started(buses.config().interceptor(tenants));
    bus.subscribe("flaky", Ping.class, handler("flaky"), Inbox.failingUntilAttempt(2));
    bus.subscribe(
        "bad",
        Ping.class,
        handler("bad"),
        (ping, context) -> {
          throw new PermanentFailureException("enough");
        });
    bus.subscribeAsync(
        "later",
        Ping.class,
        handler("later"),
        (ping, context) ->
            CompletableFuture.runAsync(
                () -> {
                  if (context.attempt() == 1) {
                    throw new IllegalStateException("the stage fails");
                  }
                }));

    bus.emit("flaky", new Ping(1));
    bus.emit("bad", new Ping(1));
    bus.emit("later", new Ping(1));

    eventually(
        () ->
            assertThat(tenants.ends)
                .containsExactlyInAnyOrder(
                    "emitted flaky",
                    "emitted bad",
                    "emitted later",
                    "failed flaky 1",
                    "handled flaky",
                    "failed bad 1",
                    "failed later 1",
                    "handled later"));
  }

  @Test
  @Behaviour(64)
  default void surroundsEveryKindOfEmit(Buses buses) {
    Tenants tenants = new Tenants();
    EventBus bus = buses.started(buses.config().interceptor(tenants).maxPayloadBytes(20));

    bus.emitAll("list", Ping.upTo(2));
    bus.emitAsync("later", new Ping(3)).toCompletableFuture().join();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bus.emit("large", Map.of("text", "x".repeat(100))));

    assertThat(tenants.ends)
        .containsExactly("emitted list", "emitted list", "emitted later", "refused large");
  }

  @Test
  @Behaviour(64)
  default void cannotBreakDeliveryByThrowing(Buses buses) {
    EventBusInterceptor throwing =
        new EventBusInterceptor() {
          @Override
          public AroundEmit aroundEmit(String event, EmitOptions options) {
            throw new IllegalStateException("a broken interceptor");
          }

          @Override
          public AroundHandle aroundHandle(String handler, EventContext context) {
            Thread.currentThread().interrupt();
            return new AroundHandle() {
              @Override
              public void returned() {
                throw new StackOverflowError("an error too");
              }

              @Override
              public void handled() {
                throw new IllegalStateException("a broken interceptor");
              }

              @Override
              public void failed(Throwable failure) {
                throw new AssertionError(failure);
              }
            };
          }
        };
    EventBus bus = buses.started(buses.config().interceptor(throwing));
    Inbox<Ping> flaky = Inbox.failingUntilAttempt(2);
    bus.subscribe("flaky", Ping.class, flaky);
    bus.subscribe("bad", Ping.class, Inbox.failing());

    bus.emitAll("flaky", Ping.upTo(20));
    bus.emit("bad", new Ping(1));

    eventually(
        () -> {
          assertThat(bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT).handled()).isEqualTo(20);
          assertThat(bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT).dead()).isOne();
        });
    assertThat(flaky.calls()).hasSize(40);
    assertThat(bus.stop(Duration.ofSeconds(5))).isTrue();
  }
}
