package dev.postbus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Emits a list of events of several names with a port that takes one name at a time. */
final class EventRuns {

  private EventRuns() {}

  /** Runs of one name share their round trips. */
  static List<EmitReceipt> emitAll(
      EventBusPort port, List<? extends BaseEvent> payloads, EmitOptions options) {
    List<String> names = new ArrayList<>();
    for (BaseEvent payload : Checks.notNull("payloads", payloads)) {
      names.add(EventNames.of(Checks.notNull("payload", payload).getClass()));
    }
    List<EmitReceipt> receipts = new ArrayList<>();
    for (int from = 0, to; from < names.size(); from = to) {
      to = from + 1;
      while (to < names.size() && names.get(to).equals(names.get(from))) {
        to++;
      }
      try {
        receipts.addAll(port.emitAll(names.get(from), payloads.subList(from, to), options));
      } catch (EmitException failure) {
        throw partial(names.get(from), receipts, names.size() - to, failure);
      }
    }
    return List.copyOf(receipts);
  }

  /** Without it a caller would take what is stored for lost, and emit it again. */
  private static EmitException partial(
      String event, List<EmitReceipt> stored, int after, EmitException failure) {
    Map<String, EmitException.Outcome> outcomes = new LinkedHashMap<>();
    stored.forEach(receipt -> outcomes.put(receipt.eventId(), EmitException.Outcome.STORED));
    outcomes.putAll(failure.outcomes());
    return new EmitException(
        event,
        outcomes,
        "%s; %d before it are stored and %d after it were not emitted"
            .formatted(failure.getMessage(), stored.size(), after),
        failure);
  }
}
