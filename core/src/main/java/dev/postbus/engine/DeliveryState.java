package dev.postbus.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened to a delivery before this claim: which handlers it is still for, how many attempts
 * each has used up, and whether a crash was seen with it.
 *
 * <p>Its text is kept apart from the immutable element and only ever grows at its end, so that a
 * store can bring it up to date without understanding it. Grammar, folded from left to right:
 *
 * <pre>
 * state  = [ share { "," share } ] { event } [ "@" anything ]
 * share  = handler ":" attempts     for these handlers only; absent: for those the element names, with 0 attempts
 * event  = "-" handler              this handler is settled
 *        | "~" [ handler { "," handler } ]   a consumer died; these handlers had recorded their start and are charged
 * </pre>
 *
 * @param attempts the handlers still pending with the attempts each has used, in order
 * @param suspect whether a crash was seen
 */
public record DeliveryState(Map<Integer, Integer> attempts, boolean suspect) {

  /** Returns whether a crash was seen with the claimed delivery. */
  static boolean isSuspect(Claim claim) {
    return claim.state().indexOf('~') >= 0;
  }

  /** Folds the text over the handlers that the element names. */
  public static DeliveryState parse(String text, List<Integer> elementHandlers) {
    int end = text.indexOf('@');
    String body = end < 0 ? text : text.substring(0, end);
    int firstEvent = 0;
    while (firstEvent < body.length()
        && body.charAt(firstEvent) != '-'
        && body.charAt(firstEvent) != '~') {
      firstEvent++;
    }
    Map<Integer, Integer> attempts = new LinkedHashMap<>();
    if (firstEvent == 0) {
      elementHandlers.forEach(handler -> attempts.put(handler, 0));
    } else {
      for (String share : body.substring(0, firstEvent).split(",")) {
        int colon = share.indexOf(':');
        attempts.put(
            Integer.parseInt(share.substring(0, colon)),
            Integer.parseInt(share.substring(colon + 1)));
      }
    }
    boolean suspect = false;
    for (int at = firstEvent; at < body.length(); ) {
      int next = at + 1;
      while (next < body.length() && body.charAt(next) != '-' && body.charAt(next) != '~') {
        next++;
      }
      String argument = body.substring(at + 1, next);
      if (body.charAt(at) == '-') {
        attempts.remove(Integer.parseInt(argument));
      } else {
        suspect = true;
        for (int started : numbers(argument)) {
          attempts.computeIfPresent(started, (handler, used) -> used + 1);
        }
      }
      at = next;
    }
    return new DeliveryState(attempts, suspect);
  }

  /** Reads numbers separated by commas; empty text has none. */
  static List<Integer> numbers(String text) {
    List<Integer> numbers = new ArrayList<>();
    if (!text.isEmpty()) {
      for (String number : text.split(",")) {
        numbers.add(Integer.parseInt(number));
      }
    }
    return numbers;
  }
}
