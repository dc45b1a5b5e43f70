package dev.postbus.cli;

import dev.postbus.EventBusAdmin;
import dev.postbus.HandlerInfo;
import dev.postbus.InstanceInfo;
import dev.postbus.RunningHandler;
import dev.postbus.redisson.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Looks whether somebody handles what waits: leases, stuck handlers, bindings, backlogs. */
final class FleetDoctor {

  /** The longest a handler may run before somebody should look at it. */
  private final Duration patience;

  FleetDoctor(Duration patience) {
    this.patience = patience;
  }

  List<Finding> examine(EventBusAdmin admin) {
    Instant now = admin.now();
    List<InstanceInfo> instances = admin.instances();
    List<Finding> findings = new ArrayList<>();
    leases(instances, now, findings);
    running(instances, now, findings);
    Stats stats = Stats.read(admin, new TreeSet<>(admin.groups()));
    for (Stats.Group group : stats.groups()) {
      handlers(admin, group, instances, now, findings);
      List<Finding> trouble = GroupFindings.of(group);
      findings.addAll(trouble);
      if (trouble.isEmpty()) {
        findings.add(
            Finding.ok("queues", group.group() + " has nothing that waits long or failed"));
      }
    }
    if (stats.groups().isEmpty()) {
      findings.add(
          Finding.warn(
              "groups", "no group has started in this namespace", "is --namespace right?"));
    }
    return findings;
  }

  private static void leases(List<InstanceInfo> instances, Instant now, List<Finding> findings) {
    List<InstanceInfo> overdue =
        instances.stream().filter(instance -> !instance.isAlive(now)).toList();
    for (InstanceInfo instance : overdue) {
      findings.add(
          Finding.fail(
              "leases",
              "%s of %s on %s pid %d is silent: its lease ran out %s, and it holds %s"
                  .formatted(
                      instance.id(),
                      instance.group(),
                      instance.host(),
                      instance.pid(),
                      Text.ago(instance.leaseUntil(), now),
                      deliveries(instance.inFlight())),
              "a live instance of its group takes them over within seconds: see that one runs, and"
                  + " end this process if it hangs"));
    }
    if (overdue.isEmpty()) {
      findings.add(
          Finding.ok(
              "leases",
              instances.isEmpty()
                  ? "no instance is alive"
                  : "%s alive, no lease overdue"
                      .formatted(Text.count(instances.size(), "instance"))));
    }
  }

  private void running(List<InstanceInfo> instances, Instant now, List<Finding> findings) {
    boolean stuck = false;
    for (InstanceInfo instance : instances) {
      for (RunningHandler handler : instance.running()) {
        Duration since = Duration.between(handler.startedAt(), now);
        if (since.compareTo(patience) > 0) {
          stuck = true;
          findings.add(
              Finding.warn(
                  "running",
                  "%s has run for %s on event %s, in %s on %s pid %d"
                      .formatted(
                          handler.handler(),
                          Text.span(since),
                          handler.eventId(),
                          instance.group(),
                          instance.host(),
                          instance.pid()),
                  "see with jstack what it waits for, and give the handler a timeout"));
        }
      }
    }
    if (!stuck) {
      findings.add(
          Finding.ok("running", "no handler has run for more than " + Text.span(patience)));
    }
  }

  private static void handlers(
      EventBusAdmin admin,
      Stats.Group group,
      List<InstanceInfo> instances,
      Instant now,
      List<Finding> findings) {
    List<InstanceInfo> alive =
        instances.stream()
            .filter(instance -> instance.group().equals(group.group()))
            .filter(instance -> instance.isAlive(now))
            .toList();
    if (alive.isEmpty()) {
      return;
    }
    for (HandlerInfo handler : admin.handlers(group.group())) {
      if (alive.stream().noneMatch(instance -> instance.handlers().contains(handler.id()))) {
        findings.add(
            Finding.warn(
                "handlers",
                "no live instance of %s has the handler %s".formatted(group.group(), handler.id()),
                "deploy one that has it; after 10 minutes without, what waits for it becomes dead"
                    + " letters"));
      }
    }
  }

  private static String deliveries(long count) {
    return Text.number(count) + (count == 1 ? " delivery" : " deliveries");
  }
}
