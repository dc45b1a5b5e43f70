package dev.postbus.local;

import dev.postbus.EventBusException;
import dev.postbus.engine.OutgoingEvent;
import dev.postbus.engine.PublishBatch;
import dev.postbus.engine.PublishReply;
import dev.postbus.engine.PublishReply.Accepted;
import dev.postbus.engine.PublishReply.Kind;
import dev.postbus.engine.PublishReply.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes batches in: each once, each caller's event id once within its window, and nothing that was
 * routed by an old directory. Guarded by the store's lock.
 */
final class LocalPublishing {

  /** Longer than any publisher repeats a batch. */
  private static final Duration PUBLISHER_MEMORY = Duration.ofMinutes(10);

  private static final Duration SWEEP_PERIOD = Duration.ofMinutes(1);

  /** Most events go to few groups: their results need not be made again. */
  private static final List<Result> STORED =
      IntStream.range(0, 16).mapToObj(groups -> new Result(Kind.STORED, groups)).toList();

  private final LocalDirectory directory;
  private final LocalUnclaimed unclaimed;
  private final LocalElements elements;
  private final Function<String, LocalGroup> groups;
  private final LocalEventIds eventIds = new LocalEventIds();
  private final Map<String, Answered> publishers = new HashMap<>();
  private Instant nextSweep = Instant.MIN;

  /** What a publisher's newest batch was answered. */
  private record Answered(long sequence, PublishReply reply, Instant forgetAt) {}

  LocalPublishing(
      LocalDirectory directory,
      LocalUnclaimed unclaimed,
      LocalElements elements,
      Function<String, LocalGroup> groups) {
    this.directory = directory;
    this.unclaimed = unclaimed;
    this.elements = elements;
    this.groups = groups;
  }

  PublishReply publish(PublishBatch batch, Instant now, LocalSignals signals) {
    Answered newest = answered(batch.publisherId(), now);
    if (newest != null && batch.sequence() == newest.sequence()) {
      return newest.reply();
    }
    if (newest != null && batch.sequence() < newest.sequence()) {
      throw new EventBusException(
          "batch %d of publisher %s came after batch %d; its outcome is unknown"
              .formatted(batch.sequence(), batch.publisherId(), newest.sequence()));
    }
    if (!batch.directoryVersion().equals(directory.current().version())) {
      return new PublishReply.Stale(directory.current());
    }
    Result[] results = new Result[batch.events().size()];
    for (int i = 0; i < results.length; i++) {
      results[i] = store(batch.events().get(i), batch, now, signals);
    }
    PublishReply reply = new Accepted(List.of(results));
    publishers.put(
        batch.publisherId(), new Answered(batch.sequence(), reply, now.plus(PUBLISHER_MEMORY)));
    return reply;
  }

  private @Nullable Answered answered(String publisherId, Instant now) {
    eventIds.forgetSome(now);
    if (!now.isBefore(nextSweep)) {
      publishers.values().removeIf(answered -> !answered.forgetAt().isAfter(now));
      nextSweep = now.plus(SWEEP_PERIOD);
    }
    return publishers.get(publisherId);
  }

  private Result store(OutgoingEvent event, PublishBatch batch, Instant now, LocalSignals signals) {
    int groupCount = event.routes().size();
    if (event.callerId()) {
      int before = eventIds.groupsOf(event.eventId(), now);
      if (before >= 0) {
        return new Result(Kind.DUPLICATE, before);
      }
    }
    boolean later = DueTime.isLater(event.delay());
    long due = later ? DueTime.millis(now, event.delay()) : now.toEpochMilli();
    if (groupCount == 0) {
      if (unclaimed.size() >= batch.unclaimedLimit()) {
        return new Result(Kind.UNCLAIMED_FULL, 0);
      }
      unclaimed.add(event, due);
    }
    if (event.callerId()) {
      eventIds.remember(event.eventId(), groupCount, now, batch.deduplicationWindow());
    }
    for (int i = 0; i < groupCount; i++) {
      LocalQueue queue = groups.apply(event.routes().get(i).group()).queue(event.queue());
      LocalDelivery delivery =
          elements.delivery(
              queue, event.eventId(), event.envelope(), event.routes().get(i).handlers());
      if (later) {
        queue.offerDelayed(delivery, due);
      } else {
        queue.offer(delivery);
      }
      queue.waiters().wake(signals);
    }
    return groupCount < STORED.size()
        ? STORED.get(groupCount)
        : new Result(Kind.STORED, groupCount);
  }
}
