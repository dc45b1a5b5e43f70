package dev.postbus.benchmarks.peers;

import dev.postbus.benchmarks.harness.Figure;
import java.util.List;
import java.util.Optional;

/**
 * What Postbus is to reach.
 *
 * @param figure the figure it is about
 * @param peer whom it is compared with: then the limit is for the ratio of Postbus to the peer;
 *     nobody: then it is for the figure itself
 * @param isLeast whether the limit is the least that will do, or the most
 * @param limit the ratio, or the value in the figure's unit
 */
record Target(String figure, Optional<String> peer, boolean isLeast, double limit) {

  static Target ratioAtLeast(String figure, String peer, double limit) {
    return new Target(figure, Optional.of(peer), true, limit);
  }

  static Target ratioAtMost(String figure, String peer, double limit) {
    return new Target(figure, Optional.of(peer), false, limit);
  }

  static Target atMost(String figure, double limit) {
    return new Target(figure, Optional.empty(), false, limit);
  }

  /** Returns that of a figure against a peer, if there is one. */
  static Optional<Target> find(List<Target> targets, Figure figure, Optional<String> peer) {
    return targets.stream()
        .filter(target -> target.figure.equals(figure.name()) && target.peer.equals(peer))
        .findFirst();
  }

  boolean isReached(double value) {
    return isLeast ? value >= limit : value <= limit;
  }

  @Override
  public String toString() {
    return "%s %s".formatted(isLeast ? "at least" : "at most", Figure.text(limit));
  }
}
