package dev.postbus.redisson;

import dev.postbus.engine.Settlement;
import java.util.List;
import java.util.stream.Collectors;

/** Settlements as the exchange script reads them: a letter with its arguments. */
final class SettlementArguments {

  private SettlementArguments() {}

  static List<Object> of(Settlement settlement) {
    // An if-chain until the oldest Java has switch patterns.
    if (settlement instanceof Settlement.Done done) {
      return List.of("D", done.deliveryId(), done.handler());
    }
    if (settlement instanceof Settlement.Again again) {
      return List.of(
          "A",
          again.deliveryId(),
          again.handler(),
          PublishCall.millis(again.delay()),
          again.attempts(),
          again.suspect() ? "1" : "0");
    }
    if (settlement instanceof Settlement.Dead dead) {
      return List.of(
          "X", dead.deliveryId(), dead.handler(), dead.eventId(), Json.deadLetterFacts(dead));
    }
    if (settlement instanceof Settlement.Assign assign) {
      String shares =
          assign.handlers().stream()
              .map(handler -> handler + ":0")
              .collect(Collectors.joining(","));
      return List.of("S", assign.deliveryId(), shares, assign.handlers().size());
    }
    return List.of("R", settlement.deliveryId());
  }
}
