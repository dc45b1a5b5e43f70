package dev.postbus.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What of a group somebody should look at, each with what to do. */
final class Hints {

  /** From here on {@code health()} of an instance says the same. */
  private static final Duration OLD = Duration.ofMinutes(1);

  private Hints() {}

  static List<String> of(Stats.Group group) {
    List<String> hints = new ArrayList<>();
    String name = group.group();
    long ready = group.queues().stream().mapToLong(queue -> queue.counts().ready()).sum();
    long dead = group.queues().stream().mapToLong(queue -> queue.counts().dead()).sum();
    if (group.instances() == 0 && ready > 0) {
      hints.add("%s has no live instance and %s: start one".formatted(name, Text.waiting(ready)));
    }
    for (Stats.Queue queue : group.queues()) {
      String at = name + "/" + QueueName.of(queue.queue());
      long inQueue = queue.counts().ready();
      if (queue.paused()) {
        hints.add(
            "%s is paused and %s: postbus resume %s --group %s"
                .formatted(at, Text.waiting(inQueue), QueueName.of(queue.queue()), name));
      } else if (group.instances() > 0 && queue.oldest().filter(Hints::isOld).isPresent()) {
        hints.add(
            "%s is behind, its oldest event has waited %s: see what runs with postbus instances"
                .formatted(at, Text.span(queue.oldest().orElseThrow())));
      }
      if (queue.counts().dropped() > 0) {
        hints.add(
            "%s has lost %s to the limit: redrive or discard them sooner"
                .formatted(at, Text.count(queue.counts().dropped(), "dead letter")));
      }
    }
    if (dead > 0) {
      hints.add(
          "%s has %s: postbus dead list --group %s"
              .formatted(name, Text.count(dead, "dead letter"), name));
    }
    return List.copyOf(hints);
  }

  static boolean isOld(Duration age) {
    return age.compareTo(OLD) > 0;
  }
}
