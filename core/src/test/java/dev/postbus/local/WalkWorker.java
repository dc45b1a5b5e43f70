package dev.postbus.local;

import dev.postbus.engine.Claim;
import dev.postbus.engine.Settlement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A consumer of a random walk, and the shares it holds. */
final class WalkWorker {

  final TestConsumer consumer;

  /** By delivery the handlers whose share is open, with the attempts each has used. */
  final Map<Claim, Map<Integer, Integer>> held = new LinkedHashMap<>();

  /** Whether it was silent until its lease was taken away. */
  boolean dead;

  WalkWorker(TestConsumer consumer) {
    this.consumer = consumer;
  }

  /** Names one handler's part of an event. */
  static String share(String eventId, int handler) {
    return eventId + "/" + handler;
  }

  boolean holds(String share) {
    return held.entrySet().stream()
        .anyMatch(
            entry ->
                entry.getValue().keySet().stream()
                    .map(handler -> share(TestConsumer.eventId(entry.getKey()), handler))
                    .anyMatch(share::equals));
  }

  /** Lets go of what was settled; returns the shares that ended well. */
  List<String> apply(List<Settlement> settlements) {
    List<String> ended = new ArrayList<>();
    for (Settlement settlement : settlements) {
      for (Claim claim : List.copyOf(held.keySet())) {
        if (claim.deliveryId().equals(settlement.deliveryId())) {
          apply(claim, settlement, ended);
        }
      }
    }
    return ended;
  }

  private void apply(Claim claim, Settlement settlement, List<String> ended) {
    Map<Integer, Integer> shares = held.get(claim);
    if (settlement instanceof Settlement.Release) {
      shares.clear();
    } else if (settlement instanceof Settlement.Again again) {
      shares.remove(again.handler());
    } else if (settlement instanceof Settlement.Dead letter) {
      shares.remove(letter.handler());
    } else if (settlement instanceof Settlement.Done done
        && shares.remove(done.handler()) != null) {
      ended.add(share(TestConsumer.eventId(claim), done.handler()));
    }
    if (shares.isEmpty()) {
      held.remove(claim);
    }
  }
}
