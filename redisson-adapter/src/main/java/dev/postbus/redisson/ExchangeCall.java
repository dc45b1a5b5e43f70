package dev.postbus.redisson;

import dev.postbus.EventQueue;
import dev.postbus.engine.Claim;
import dev.postbus.engine.ExchangeReply;
import dev.postbus.engine.ExchangeRequest;
import dev.postbus.engine.Settlement;
import dev.postbus.redisson.ScriptCodec.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One call of the exchange script: its arguments, and what its reply says. */
final class ExchangeCall {

  /**
   * More than any engine asks for at once; keeps the script below the number of arguments that a
   * call inside it may have.
   */
  private static final int MAX_WANTED = 4_000;

  private ExchangeCall() {}

  /** Returns the arguments. */
  static Object[] arguments(String consumer, long leaseMillis, ExchangeRequest request) {
    List<Object> all = new ArrayList<>(16 + 2 * request.settlements().size());
    all.add(consumer);
    all.add(leaseMillis);
    all.add(request.requestId());
    for (EventQueue queue : EventQueue.values()) {
      all.add(Math.min(MAX_WANTED, request.wanted().getOrDefault(queue, 0)));
    }
    all.add(request.suspects() ? "1" : "0");
    all.add(request.maxBytes());
    all.add(request.deadLetterLimit());
    addSettlements(request.settlements(), all);
    return all.toArray();
  }

  /**
   * Deliveries to one handler that are simply done, which is nearly all there is, are removed many
   * at once and named in one argument per queue; all others follow in their order.
   */
  private static void addSettlements(List<Settlement> settlements, List<Object> all) {
    Set<String> otherwise = new HashSet<>();
    for (Settlement settlement : settlements) {
      if (!(settlement instanceof Settlement.Done)) {
        otherwise.add(settlement.deliveryId());
      }
    }
    List<StringBuilder> done =
        List.of(new StringBuilder(), new StringBuilder(), new StringBuilder());
    List<Object> rest = new ArrayList<>();
    for (Settlement settlement : settlements) {
      String id = settlement.deliveryId();
      if (settlement instanceof Settlement.Done
          && id.indexOf('.') < 0
          && (otherwise.isEmpty() || !otherwise.contains(id))) {
        done.get(RedisKeys.queue(id.charAt(0)).ordinal()).append(id).append(' ');
      } else {
        rest.addAll(SettlementArguments.of(settlement));
      }
    }
    all.addAll(done);
    all.addAll(rest);
  }

  /** Reads the reply. */
  static ExchangeReply reply(List<Object> reply) {
    String[] facts = ((String) reply.get(0)).split(";", -1);
    return new ExchangeReply(
        claims(reply),
        queues(facts[0]),
        facts[1].isEmpty()
            ? Optional.empty()
            : Optional.of(Duration.ofMillis(Long.parseLong(facts[1]))),
        queues(facts[2]),
        Integer.parseInt(facts[3]));
  }

  /** Reads the part of the reply that says which alarms are to be set, "queue=ms queue=ms". */
  static String alarms(List<Object> reply) {
    String facts = (String) reply.get(0);
    return facts.substring(facts.lastIndexOf(';') + 1);
  }

  private static List<Claim> claims(List<Object> reply) {
    String ids = (String) reply.get(1);
    List<Claim> claims = new ArrayList<>(reply.size() - 2);
    int from = 0;
    for (int i = 2; i < reply.size(); i++) {
      int to = ids.indexOf(' ', from);
      String id = to < 0 ? ids.substring(from) : ids.substring(from, to);
      from = to + 1;
      if (reply.get(i) instanceof Stored stored) {
        EventQueue queue = RedisKeys.queue(id.charAt(0));
        claims.add(new Claim(id, queue, stored.head(), stored.element()));
      }
    }
    return claims;
  }

  /** Reads queues by their letters. */
  static Set<EventQueue> queues(String initials) {
    Set<EventQueue> queues = EnumSet.noneOf(EventQueue.class);
    initials.chars().forEach(initial -> queues.add(RedisKeys.queue((char) initial)));
    return queues;
  }
}
