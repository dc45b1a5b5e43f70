package dev.postbus.chaos;

import dev.postbus.chaos.check.Checker;
import dev.postbus.chaos.check.Verdict;
import java.io.PrintStream;
import java.util.List;

/** Prints a verdict. */
final class Report {

  private static final int SHOWN = 20;

  private Report() {}

  static void print(Verdict verdict, boolean everySecond, PrintStream out) {
    list("lost", verdict.lost(), out);
    list("unexpected", verdict.unexpected(), out);
    if (everySecond) {
      out.printf(
          "window: %d handlings were lost of what was confirmed within %d s before a kill of Redis,"
              + " the oldest %d ms before it%n",
          verdict.inWindow().size(),
          Checker.LOSS_WINDOW.toSeconds(),
          verdict.oldestInWindowMillis());
    }
    out.printf(
        "duplicates: %.2f of 1000 handlings were repeated%n", verdict.duplicatesPerThousand());
    out.println(verdict.line());
  }

  private static void list(String what, List<String> items, PrintStream out) {
    items.stream().limit(SHOWN).forEach(item -> out.printf("%s: %s%n", what, item));
    if (items.size() > SHOWN) {
      out.printf("%s: and %d more%n", what, items.size() - SHOWN);
    }
  }
}
