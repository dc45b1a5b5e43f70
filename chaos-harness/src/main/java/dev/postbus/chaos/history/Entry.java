package dev.postbus.chaos.history;

import dev.postbus.chaos.load.Fate;

/** One line of a log. Times are milliseconds of the wall clock, which all processes share. */
public sealed interface Entry {

  /** Returns when it was written. */
  long at();

  /** Returns it as text without line end, which {@link #parse} reads. */
  String line();

  /** An emit is about to be called. */
  record Intent(
      long at, String key, String event, long delayMillis, int attempts, Fate fate, String victim)
      implements Entry {
    @Override
    public String line() {
      return join("intent", at, key, event, delayMillis, attempts, fate, victim);
    }
  }

  /** An emit has returned. */
  record Receipt(long at, String key, String eventId, int groups, boolean duplicate)
      implements Entry {
    @Override
    public String line() {
      return join("receipt", at, key, eventId, groups, duplicate);
    }
  }

  /** An emit has thrown; the outcome is what its exception says of the event. */
  record Refusal(long at, String key, String outcome) implements Entry {
    @Override
    public String line() {
      return join("refusal", at, key, outcome);
    }
  }

  /** A handler was called; the number joins it with its end. */
  record Start(
      long at,
      long number,
      String key,
      String eventId,
      String handler,
      int attempt,
      boolean redelivered)
      implements Entry {
    @Override
    public String line() {
      return join("start", at, number, key, eventId, handler, attempt, redelivered);
    }
  }

  /** A handler is about to return or to throw. */
  record End(long at, long number, boolean fine) implements Entry {
    @Override
    public String line() {
      return join("end", at, number, fine);
    }
  }

  /** Redis has taken a success: the handler's share of the event is settled. */
  record Settled(long at, String eventId, String handler) implements Entry {
    @Override
    public String line() {
      return join("settled", at, eventId, handler);
    }
  }

  /** The instance has noticed that its lease was lost. */
  record LeaseLost(long at) implements Entry {
    @Override
    public String line() {
      return join("lost", at);
    }
  }

  /** The process was not run from then until now, whoever is to blame. */
  record Stall(long at, long from) implements Entry {
    @Override
    public String line() {
      return join("stall", at, from);
    }
  }

  /** A dead letter is about to be redriven. */
  record Redrive(long at, String key, String handler) implements Entry {
    @Override
    public String line() {
      return join("redrive", at, key, handler);
    }
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException when it is none of ours, or only a part of one
   */
  static Entry parse(String line) {
    String[] f = line.split(" ", -1);
    if (f.length < 2) {
      throw unreadable(line, null);
    }
    try {
      long at = Long.parseLong(f[1]);
      return switch (f[0] + f.length) {
        case "intent8" ->
            new Intent(
                at,
                f[2],
                f[3],
                Long.parseLong(f[4]),
                Integer.parseInt(f[5]),
                Fate.valueOf(f[6]),
                f[7]);
        case "receipt6" ->
            new Receipt(at, f[2], f[3], Integer.parseInt(f[4]), Boolean.parseBoolean(f[5]));
        case "refusal4" -> new Refusal(at, f[2], f[3]);
        case "start8" ->
            new Start(
                at,
                Long.parseLong(f[2]),
                f[3],
                f[4],
                f[5],
                Integer.parseInt(f[6]),
                Boolean.parseBoolean(f[7]));
        case "end4" -> new End(at, Long.parseLong(f[2]), Boolean.parseBoolean(f[3]));
        case "settled4" -> new Settled(at, f[2], f[3]);
        case "lost2" -> new LeaseLost(at);
        case "stall3" -> new Stall(at, Long.parseLong(f[2]));
        case "redrive4" -> new Redrive(at, f[2], f[3]);
        default -> throw unreadable(line, null);
      };
    } catch (NumberFormatException notANumber) {
      throw unreadable(line, notANumber);
    }
  }

  private static IllegalArgumentException unreadable(
      String line, @org.jspecify.annotations.Nullable Exception cause) {
    return new IllegalArgumentException("\"%s\" is no line of a log".formatted(line), cause);
  }

  private static String join(Object... fields) {
    StringBuilder line = new StringBuilder();
    for (Object field : fields) {
      line.append(line.isEmpty() ? "" : " ").append(field);
    }
    return line.toString();
  }
}
