package dev.postbus.chaos.worker;

import dev.postbus.EmitException;
import dev.postbus.EmitException.Outcome;
import dev.postbus.EmitOptions;
import dev.postbus.EmitReceipt;
import dev.postbus.EventBusPort;
import dev.postbus.chaos.history.Entry;
import dev.postbus.chaos.history.Journal;
import dev.postbus.chaos.load.Job;
import dev.postbus.chaos.load.Order;
import dev.postbus.chaos.load.Orders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Emits in the ways the API has, each with its intent written before and its outcome after. Not
 * thread-safe.
 */
final class Emits {

  private static final int BATCH = 8;
  private static final int REPEATS = 3;

  private final EventBusPort bus;
  private final Journal journal;
  private final Orders orders;
  private final RandomGenerator random;
  private final BooleanSupplier ended;

  Emits(
      EventBusPort bus,
      Journal journal,
      Orders orders,
      RandomGenerator random,
      BooleanSupplier ended) {
    this.bus = bus;
    this.journal = journal;
    this.orders = orders;
    this.random = random;
    this.ended = ended;
  }

  /** Emits one event or a batch and returns how many it were. */
  int some() {
    Order order = orders.next();
    return random.nextInt(10) == 0 && !order.ownId() ? batch(order) : one(order);
  }

  private int one(Order order) {
    intend(order);
    for (int i = 0; ; i++) {
      try {
        confirm(order, emit(order));
        return 1;
      } catch (EmitException failure) {
        Outcome outcome = failure.outcomes().values().iterator().next();
        // With an id of its own it may be repeated; without one that would be another event.
        if (!order.ownId() || i == REPEATS || ended.getAsBoolean()) {
          refuse(order, outcome);
          return 1;
        }
      }
    }
  }

  private EmitReceipt emit(Order order) {
    EmitOptions options = options(order, true);
    if (random.nextBoolean()) {
      return bus.emit(order.event(), order.job(), options);
    }
    try {
      return bus.emitAsync(order.event(), order.job(), options).toCompletableFuture().join();
    } catch (CompletionException failure) {
      throw failure.getCause() instanceof EmitException refused ? refused : failure;
    }
  }

  private int batch(Order first) {
    List<Order> batch = new ArrayList<>(BATCH);
    List<Job> jobs = new ArrayList<>(BATCH);
    for (int i = 0; i < BATCH; i++) {
      Job job = i == 0 ? first.job() : orders.next().job();
      // Victims of other events are not handlers of this one; then nobody fails.
      batch.add(
          new Order(
              job, first.event(), first.priority(), first.delayMillis(), first.attempts(), false));
      jobs.add(job);
    }
    batch.forEach(this::intend);
    try {
      List<EmitReceipt> receipts = bus.emitAll(first.event(), jobs, options(first, false));
      for (int i = 0; i < BATCH; i++) {
        confirm(batch.get(i), receipts.get(i));
      }
    } catch (EmitException failure) {
      List<Outcome> outcomes = List.copyOf(failure.outcomes().values());
      for (int i = 0; i < BATCH; i++) {
        refuse(batch.get(i), outcomes.get(i));
      }
    }
    return BATCH;
  }

  private EmitOptions options(Order order, boolean single) {
    EmitOptions.Builder options =
        EmitOptions.builder()
            .priority(order.priority())
            .delay(Duration.ofMillis(order.delayMillis()))
            .attempts(order.attempts());
    if (single && order.ownId()) {
      options.eventId(order.job().key());
    }
    return options.build();
  }

  private void intend(Order order) {
    Job job = order.job();
    journal.add(
        new Entry.Intent(
            now(),
            job.key(),
            order.event(),
            order.delayMillis(),
            order.attempts(),
            job.fate(),
            job.victim()));
  }

  private void confirm(Order order, EmitReceipt receipt) {
    journal.add(
        new Entry.Receipt(
            now(), order.job().key(), receipt.eventId(), receipt.groups(), receipt.duplicate()));
  }

  private void refuse(Order order, Outcome outcome) {
    journal.add(new Entry.Refusal(now(), order.job().key(), outcome.name()));
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
