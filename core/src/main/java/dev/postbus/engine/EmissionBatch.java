package dev.postbus.engine;

import dev.postbus.EmitException;
import dev.postbus.EmitReceipt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * The events of one call, all on their way: they end in their receipts or, when not all are stored,
 * in one exception that says of each what became of it. For the thread that emits.
 */
final class EmissionBatch {

  private final List<Emission> emissions;
  private final List<PendingEvent> pending;
  private final Receipts receipts;

  /**
   * Creates it.
   *
   * @param pending what the emissions have become, in the same order
   */
  EmissionBatch(List<Emission> emissions, List<PendingEvent> pending, Receipts receipts) {
    this.emissions = emissions;
    this.pending = pending;
    this.receipts = receipts;
  }

  /**
   * Waits for the store's word on all of them.
   *
   * @throws EmitException when it is not known of each that it is stored
   */
  List<EmitReceipt> await() {
    try {
      awaitAll();
    } catch (ExecutionException someFailed) {
      Throwable cause = Stages.cause(someFailed);
      throw partial(cause.getMessage(), cause);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      if (!pending.stream()
          .map(EmissionBatch::outcome)
          .allMatch(EmitException.Outcome.STORED::equals)) {
        throw partial(Emitter.INTERRUPTED, interrupted);
      }
    }
    List<EmitReceipt> all = new ArrayList<>(emissions.size());
    for (int i = 0; i < pending.size(); i++) {
      all.add(stored(i));
    }
    return List.copyOf(all);
  }

  /**
   * Waits until all have ended, and throws what the first of them failed with. The last one mostly
   * ends last, so that one wait does; a stage made of all would cost as much as encoding them.
   */
  private void awaitAll() throws ExecutionException, InterruptedException {
    ExecutionException first = null;
    for (int i = pending.size() - 1; i >= 0; i--) {
      try {
        pending.get(i).get();
      } catch (ExecutionException failed) {
        first = failed;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private EmitReceipt stored(int i) {
    EmitReceipt receipt = receipts.of(emissions.get(i), pending.get(i).join());
    emissions.get(i).around().emitted(receipt);
    return receipt;
  }

  /** Those that are stored have their transition told, although nobody gets their receipts. */
  private EmitException partial(String problem, Throwable cause) {
    Map<String, EmitException.Outcome> outcomes = new LinkedHashMap<>();
    String failed = "";
    int stored = 0;
    List<Emission> unstored = new ArrayList<>();
    for (int i = 0; i < emissions.size(); i++) {
      EmitException.Outcome outcome = outcome(pending.get(i));
      outcomes.put(emissions.get(i).eventId(), outcome);
      if (outcome == EmitException.Outcome.STORED) {
        stored(i);
        stored++;
        continue;
      }
      unstored.add(emissions.get(i));
      if (receipts.tellUnconfirmed(emissions.get(i), pending.get(i))) {
        stored++;
      }
      if (failed.isEmpty()) {
        failed = emissions.get(i).outgoing().event();
      }
    }
    EmitException partial =
        new EmitException(
            failed,
            outcomes,
            "%d of %d are stored: %s".formatted(stored, emissions.size(), problem),
            cause);
    unstored.forEach(emission -> emission.around().failed(partial));
    return partial;
  }

  private static EmitException.Outcome outcome(PendingEvent pending) {
    if (!pending.isDone()) {
      return EmitException.Outcome.UNKNOWN;
    }
    try {
      pending.join();
      return EmitException.Outcome.STORED;
    } catch (CompletionException failed) {
      return failed.getCause() instanceof EmitException why
          ? why.outcomes().values().iterator().next()
          : EmitException.Outcome.UNKNOWN;
    }
  }
}
