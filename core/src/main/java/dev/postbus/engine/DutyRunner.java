package dev.postbus.engine;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives duties their threads, pauses, error logging and end. */
final class DutyRunner {

  private static final Logger log = LoggerFactory.getLogger(DutyRunner.class);

  private final EngineTime time;
  private final Executor executor;
  private final List<Slot> slots;
  private volatile boolean stopped;

  private static final class Slot {
    private final Duty duty;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile Runnable cancel = () -> {};

    private Slot(Duty duty) {
      this.duty = duty;
    }
  }

  DutyRunner(EngineTime time, Executor executor, List<Duty> duties) {
    this.time = time;
    this.executor = executor;
    this.slots = duties.stream().map(Slot::new).toList();
  }

  void start() {
    slots.forEach(this::later);
  }

  void stop() {
    stopped = true;
    slots.forEach(slot -> slot.cancel.run());
  }

  private void later(Slot slot) {
    if (!stopped) {
      slot.cancel = time.schedule(slot.duty.pause(), () -> submit(slot));
    }
  }

  private void submit(Slot slot) {
    try {
      executor.execute(() -> pass(slot));
    } catch (RejectedExecutionException closing) {
      log.debug("Duty {} ends with its executor", slot.duty.name());
    } catch (OutOfMemoryError noThread) {
      log.warn("No thread could be had for duty {}; it is tried again", slot.duty.name(), noThread);
      later(slot);
    }
  }

  private void pass(Slot slot) {
    if (stopped || slot.running.getAndSet(true)) {
      return;
    }
    try {
      slot.duty.runOnce();
    } catch (RuntimeException failure) {
      log.error(
          "Duty {} failed; it is tried again in {}", slot.duty.name(), slot.duty.pause(), failure);
    } finally {
      slot.running.set(false);
      later(slot);
    }
  }
}
