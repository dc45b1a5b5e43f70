package dev.postbus;

import java.time.Instant;

/**
 * Something that somebody did by means of administration. Longer texts are cut at 1,000 characters.
 *
 * @param at when
 * @param who by whose hand
 * @param action what was done, for example {@code "redrive"}
 * @param target to what
 */
public record AuditEntry(Instant at, String who, String action, String target) {

  private static final int LONGEST = 1_000;

  /** Checks that all is there, and cuts what is long. */
  public AuditEntry {
    Checks.notNull("at", at);
    who = cut(Checks.notNull("who", who));
    action = cut(Checks.notNull("action", action));
    target = cut(Checks.notNull("target", target));
  }

  private static String cut(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    // Half of a character that takes two places could not be written as JSON.
    boolean halved = Character.isHighSurrogate(text.charAt(LONGEST - 1));
    return text.substring(0, halved ? LONGEST - 1 : LONGEST);
  }
}
