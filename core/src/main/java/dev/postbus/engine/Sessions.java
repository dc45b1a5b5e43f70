package dev.postbus.engine;

import dev.postbus.EventBusConfig;
import dev.postbus.EventBusException;
import dev.postbus.EventQueue;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registrations of this instance with the store, at most one at a time. */
final class Sessions {

  private static final Logger log = LoggerFactory.getLogger(Sessions.class);
  private static final Duration ANSWER = Duration.ofSeconds(15);

  private final EventBusConfig config;
  private final EventStore store;
  private final HandlerRegistry registry;
  private final EngineTime time;
  private final Runnable bindAgain;
  private volatile boolean openedBefore;
  private volatile Delivery.@Nullable Lease current;

  /**
   * Creates it.
   *
   * @param bindAgain stores the bindings of the registered handlers, which changes nothing where
   *     they are
   */
  Sessions(
      EventBusConfig config,
      EventStore store,
      HandlerRegistry registry,
      EngineTime time,
      Runnable bindAgain) {
    this.config = config;
    this.store = store;
    this.registry = registry;
    this.time = time;
    this.bindAgain = bindAgain;
  }

  /** Registers; by the thread of the loop there is. */
  Delivery.Lease open(java.util.function.Consumer<EventQueue> signal) {
    if (openedBefore) {
      // Whoever is unknown to the store may be so because the store has lost its memory, and the
      // bindings too: nothing would ever come here again.
      bindAgain.run();
    }
    ConsumerInfo info =
        new ConsumerInfo(
            config.group(),
            hostName(),
            ProcessHandle.current().pid(),
            registry.ids(),
            config.leaseTimeout());
    long asked = time.nanoTime();
    CompletionStage<Consumer> registering = store.register(info, signal);
    Consumer consumer;
    try {
      consumer = Stages.await(registering, ANSWER, "registering with group " + config.group());
    } catch (EventBusException unanswered) {
      // An answer may still come, to nobody: that registration would listen for as long as the bus.
      registering.thenAccept(Sessions::closeSoon);
      throw unanswered;
    }
    Delivery.Lease lease = new Delivery.Lease(consumer, config.leaseTimeout(), asked);
    current = lease;
    openedBefore = true;
    log.debug("Registered as {} of group {}", consumer.id(), config.group());
    return lease;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "unknown";
    }
  }

  Delivery.@Nullable Lease current() {
    return current;
  }

  void lost(Delivery.Lease lease) {
    lease.lose();
    if (current == lease) {
      current = null;
    }
    // Its polls and alarms are of no use any more; the store refuses the rest.
    closeSoon(lease.consumer);
  }

  private static void closeSoon(Consumer consumer) {
    Stages.called(consumer::close)
        .whenComplete(
            (done, failure) -> log.debug("Closed registration {}", consumer.id(), failure));
  }

  void close(Delivery.Lease lease, Duration atMost) {
    try {
      Stages.await(lease.consumer.close(), atMost, "ending the registration");
    } catch (EventBusException failure) {
      log.warn(
          "Registration {} could not be ended ({}); others take over when its lease has run out",
          lease.consumer.id(),
          failure.getMessage());
    } finally {
      lease.lose();
      if (current == lease) {
        current = null;
      }
    }
  }
}
