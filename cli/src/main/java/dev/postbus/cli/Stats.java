package dev.postbus.cli;

import dev.postbus.EventBusAdmin;
import dev.postbus.EventQueue;
import dev.postbus.InstanceInfo;
import dev.postbus.QueueCounts;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How groups and their queues stood at one moment. Immutable. */
record Stats(Instant at, List<Group> groups) {

  /** A group and its three queues. */
  record Group(String group, int instances, List<Queue> queues) {}

  /** One queue; the age is that of the event that waits at its head. */
  record Queue(EventQueue queue, boolean paused, QueueCounts counts, Optional<Duration> oldest) {}

  static Stats read(EventBusAdmin admin, Collection<String> groups) {
    Instant now = admin.now().truncatedTo(ChronoUnit.MILLIS);
    List<InstanceInfo> instances = admin.instances();
    List<Group> read = new ArrayList<>();
    for (String group : groups) {
      long alive =
          instances.stream()
              .filter(instance -> instance.group().equals(group))
              .filter(instance -> instance.isAlive(now))
              .count();
      List<Queue> queues =
          Arrays.stream(EventQueue.values()).map(queue -> read(admin, group, queue)).toList();
      read.add(new Group(group, (int) alive, queues));
    }
    return new Stats(now, List.copyOf(read));
  }

  private static Queue read(EventBusAdmin admin, String group, EventQueue queue) {
    return new Queue(
        queue,
        admin.paused(group, queue),
        admin.counts(group, queue),
        admin.oldestAge(group, queue));
  }

  /** Returns how many were handled since then, per second; null when that cannot be known. */
  @Nullable Double handledPerSecond(@Nullable Stats before, String group, EventQueue queue) {
    if (before == null) {
      return null;
    }
    Optional<Queue> then = before.queue(group, queue);
    Optional<Queue> now = queue(group, queue);
    double seconds = Duration.between(before.at, at).toMillis() / 1_000.0;
    if (then.isEmpty() || now.isEmpty() || seconds <= 0) {
      return null;
    }
    long more = now.get().counts().handled() - then.get().counts().handled();
    return Math.max(0, Math.round(more / seconds * 10) / 10.0);
  }

  private Optional<Queue> queue(String group, EventQueue queue) {
    return groups.stream()
        .filter(one -> one.group().equals(group))
        .flatMap(one -> one.queues().stream())
        .filter(one -> one.queue() == queue)
        .findFirst();
  }

  /** Returns it as JSON has it. */
  Map<String, @Nullable Object> json(String namespace, @Nullable Stats before) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("namespace", namespace);
    json.put("at", at);
    List<Object> list = new ArrayList<>();
    for (Group group : groups) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("group", group.group());
      one.put("instances", group.instances());
      one.put("queues", group.queues().stream().map(queue -> json(group, queue, before)).toList());
      one.put("hints", GroupFindings.hints(group));
      list.add(one);
    }
    json.put("groups", list);
    return json;
  }

  private Map<String, @Nullable Object> json(Group group, Queue queue, @Nullable Stats before) {
    QueueCounts counts = queue.counts();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("queue", queue.queue());
    json.put("paused", queue.paused());
    json.put("ready", counts.ready());
    json.put("inFlight", counts.inFlight());
    json.put("delayed", counts.delayed());
    json.put("dead", counts.dead());
    json.put("handled", counts.handled());
    json.put("emitted", counts.emitted());
    json.put("discarded", counts.discarded());
    json.put("cancelled", counts.cancelled());
    json.put("dropped", counts.dropped());
    json.put("oldestAgeMillis", queue.oldest().map(Duration::toMillis).orElse(null));
    json.put("handledPerSecond", handledPerSecond(before, group.group(), queue.queue()));
    return json;
  }
}
