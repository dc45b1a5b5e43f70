package dev.postbus.engine;

import dev.postbus.EventBusException;
import java.time.Duration;

/**
 * Renews the lease, advertises the handlers, and learns when somebody else's lease runs out. The
 * store says when others may be declared dead, see {@link HeartbeatReply}.
 */
final class HeartbeatDuty implements Duty {

  private static final Duration SHORTEST = Duration.ofMillis(100);

  /** An expiry is looked at just after it, not just before. */
  private static final Duration MARGIN = Duration.ofMillis(10);

  /** An answer that got lost must leave time to ask again before the lease has run out. */
  private static final int ANSWERS_PER_LEASE = 4;

  private final Duration lease;
  private final Sessions sessions;
  private final HandlerRegistry registry;
  private final EngineTime time;
  private final StoreWatch watch;
  private final PauseWatch pauses;
  private final LoopKeeper loop;
  private final RecoveryDuty recovery;

  private volatile Duration pause;

  HeartbeatDuty(
      Duration lease,
      Sessions sessions,
      HandlerRegistry registry,
      EngineTime time,
      StoreWatch watch,
      PauseWatch pauses,
      LoopKeeper loop,
      RecoveryDuty recovery) {
    this.lease = lease;
    this.sessions = sessions;
    this.registry = registry;
    this.time = time;
    this.watch = watch;
    this.pauses = pauses;
    this.loop = loop;
    this.recovery = recovery;
    this.pause = lease.dividedBy(3);
  }

  @Override
  public String name() {
    return "heartbeat";
  }

  @Override
  public int runOnce() {
    pause = lease.dividedBy(3);
    Delivery.Lease current = sessions.current();
    if (current == null) {
      return 0;
    }
    long asked = time.nanoTime();
    HeartbeatReply reply;
    try {
      reply =
          Stages.await(
              current.consumer.heartbeat(registry.boundIds()),
              lease.dividedBy(ANSWERS_PER_LEASE),
              "a heartbeat");
    } catch (FencedException fenced) {
      // The claim loop owns the registration: its next exchange is refused too, and it starts anew.
      loop.fenced(current);
      return 0;
    } catch (EventBusException noAnswer) {
      watch.failed(noAnswer);
      pause = Duration.ofMillis(Math.max(50, lease.toMillis() / 10));
      return 0;
    }
    watch.answered();
    current.renewed(asked);
    pauses.seen(reply.paused(), asked);
    if (!reply.paused().isEmpty()) {
      loop.wakeUp();
    }
    if (reply.nextExpiry().isPresent()) {
      Duration expiry = reply.nextExpiry().get();
      if (expiry.isZero()) {
        if (recovery.runOnce() > 0) {
          // The store's signal may have gone to the very instance that is gone, if its connection
          // still stands.
          loop.lookEverywhere();
        }
      } else {
        pause = shortest(pause, expiry.plus(MARGIN));
      }
    }
    return 1;
  }

  private static Duration shortest(Duration one, Duration other) {
    Duration shorter = one.compareTo(other) < 0 ? one : other;
    return shorter.compareTo(SHORTEST) < 0 ? SHORTEST : shorter;
  }

  @Override
  public Duration pause() {
    return pause;
  }
}
