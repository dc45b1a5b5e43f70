package dev.postbus.engine;

import dev.postbus.EventQueue;
import java.util.List;
import java.util.Map;

/**
 * Settlements out, claims in, in one step.
 *
 * @param requestId 1, 2, 3 and so on per consumer; a repeat of the newest one changes nothing and
 *     returns the first reply, and a gap tells that the store has forgotten the replies between, so
 *     that a store which can forget answers it with {@link FencedException} and takes back what the
 *     consumer held
 * @param settlements what is to be settled, in order
 * @param wanted how many handler deliveries may be claimed per queue; a queue that is absent is
 *     left alone
 * @param suspects whether a delivery that a crash was seen with may be claimed; at most one comes,
 *     and alone in its queue
 * @param maxBytes about how many bytes of elements may come; a single larger one still comes
 * @param deadLetterLimit how many dead letters the group keeps
 */
public record ExchangeRequest(
    long requestId,
    List<Settlement> settlements,
    Map<EventQueue, Integer> wanted,
    boolean suspects,
    int maxBytes,
    int deadLetterLimit) {

  /** Copies the collections. */
  public ExchangeRequest {
    settlements = List.copyOf(settlements);
    wanted = Map.copyOf(wanted);
  }
}
