package dev.postbus.engine;

import dev.postbus.EventBusException;
import dev.postbus.EventBusListener;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings back what dead instances of the group held, in bounded steps. */
final class RecoveryDuty {

  private static final Logger log = LoggerFactory.getLogger(RecoveryDuty.class);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final String group;
  private final Sessions sessions;
  private final EventBusListener listener;
  private final StoreWatch watch;

  RecoveryDuty(String group, Sessions sessions, EventBusListener listener, StoreWatch watch) {
    this.group = group;
    this.sessions = sessions;
    this.listener = listener;
    this.watch = watch;
  }

  /** Recovers all there is now and returns how many handler deliveries came back. */
  int runOnce() {
    int total = 0;
    Delivery.Lease current = sessions.current();
    try {
      while (current != null && !current.lost()) {
        int step = Stages.await(current.consumer.recover(), ANSWER, "recovering");
        if (step < 0) {
          break;
        }
        total += step;
      }
    } catch (FencedException fenced) {
      log.debug("Recovering ends: this instance itself is fenced, as the claim loop finds out");
    } catch (EventBusException noAnswer) {
      watch.failed(noAnswer);
    }
    if (total > 0) {
      log.warn(
          "Recovered {} deliveries of group {} from instances that are gone; they are handled"
              + " again",
          total,
          group);
      listener.onRecovered(group, total);
    }
    return total;
  }
}
