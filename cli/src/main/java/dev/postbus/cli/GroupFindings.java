package dev.postbus.cli;

import dev.postbus.redisson.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What of a group's queues somebody should look at, each with what to do. */
final class GroupFindings {

  /** From here on {@code health()} of an instance says the same. */
  private static final Duration OLD = Duration.ofMinutes(1);

  private GroupFindings() {}

  /** Returns the same as lines, which end with what to do. */
  static List<String> hints(Stats.Group group) {
    return of(group).stream().map(found -> found.text() + ": " + found.advice()).toList();
  }

  static List<Finding> of(Stats.Group group) {
    List<Finding> findings = new ArrayList<>();
    String name = group.group();
    long ready = group.queues().stream().mapToLong(queue -> queue.counts().ready()).sum();
    long dead = group.queues().stream().mapToLong(queue -> queue.counts().dead()).sum();
    if (group.instances() == 0 && ready > 0) {
      findings.add(
          Finding.fail(
              "consumers",
              "%s has no live instance and %s".formatted(name, Text.waiting(ready)),
              "start one"));
    }
    for (Stats.Queue queue : group.queues()) {
      of(group, queue, findings);
    }
    if (dead > 0) {
      findings.add(
          Finding.warn(
              "dead letters",
              "%s has %s".formatted(name, Text.count(dead, "dead letter")),
              "postbus dead list --group " + name));
    }
    return List.copyOf(findings);
  }

  private static void of(Stats.Group group, Stats.Queue queue, List<Finding> findings) {
    String name = QueueName.of(queue.queue());
    String at = group.group() + "/" + name;
    if (queue.paused()) {
      findings.add(
          Finding.warn(
              "queues",
              "%s is paused and %s".formatted(at, Text.waiting(queue.counts().ready())),
              "postbus resume %s --group %s".formatted(name, group.group())));
    } else if (group.instances() > 0 && queue.oldest().filter(GroupFindings::isOld).isPresent()) {
      findings.add(
          Finding.warn(
              "queues",
              "%s is behind, its oldest event has waited %s"
                  .formatted(at, Text.span(queue.oldest().orElseThrow())),
              "see what runs with postbus instances; add instances or concurrency"));
    }
    if (queue.counts().dropped() > 0) {
      findings.add(
          Finding.warn(
              "dead letters",
              "%s has lost %s to the limit"
                  .formatted(at, Text.count(queue.counts().dropped(), "dead letter")),
              "redrive or discard them sooner, or raise deadLetterLimit"));
    }
  }

  static boolean isOld(Duration age) {
    return age.compareTo(OLD) > 0;
  }
}
