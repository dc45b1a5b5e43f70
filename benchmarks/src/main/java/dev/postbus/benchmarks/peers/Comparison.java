package dev.postbus.benchmarks.peers;

import dev.postbus.benchmarks.harness.Figure;
import dev.postbus.benchmarks.harness.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table at the end: each figure of Postbus beside the same of every peer. */
final class Comparison {

  private static final String ROW = "%-48s %11s  %-14s %11s %8s  %-15s %s";

  private final Report report;
  private final List<Target> targets;

  Comparison(Report report, List<Target> targets) {
    this.report = report;
    this.targets = targets;
  }

  /** Prints it; only medians are compared. */
  void print() {
    report.say("");
    report.say(
        ROW.formatted("figure (median)", Report.SELF, "peer", "peer's", "ratio", "target", "")
            .stripTrailing());
    for (Figure own : report.figures()) {
      if (own.subject().equals(Report.SELF)) {
        print(own);
      }
    }
  }

  private void print(Figure own) {
    Target.find(targets, own, Optional.empty())
        .ifPresent(target -> row(own, Optional.empty(), own.median(), Optional.of(target)));
    for (Figure other : report.figures()) {
      if (other.name().equals(own.name()) && !other.subject().equals(own.subject())) {
        double ratio = own.median() / other.median();
        row(
            own,
            Optional.of(other),
            ratio,
            Target.find(targets, own, Optional.of(other.subject())));
      }
    }
  }

  private void row(Figure own, Optional<Figure> other, double value, Optional<Target> target) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("comparison", own.name());
    facts.put("unit", own.unit());
    facts.put("postbus", own.median());
    other.ifPresent(
        peer -> {
          facts.put("peer", peer.subject());
          facts.put("peerMedian", peer.median());
          if (Double.isFinite(value)) {
            facts.put("ratio", value);
          }
        });
    target.ifPresent(
        wanted -> {
          facts.put(wanted.isLeast() ? "atLeast" : "atMost", wanted.limit());
          facts.put("reached", wanted.isReached(value));
        });
    report.conclude(
        facts,
        ROW.formatted(
                own.name() + ", " + own.unit(),
                Figure.text(own.median()),
                other.map(Figure::subject).orElse(""),
                other.map(peer -> Figure.text(peer.median())).orElse(""),
                other.isPresent() && Double.isFinite(value) ? Figure.text(value) : "",
                target.map(Target::toString).orElse(""),
                target.map(wanted -> wanted.isReached(value) ? "reached" : "missed").orElse(""))
            .stripTrailing());
  }
}
