package dev.postbus.engine;

import dev.postbus.EventBusException;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then how the group fares, for {@code health()}, which must answer without asking
 * the store: how long the oldest event of each queue has waited, and which handlers no live
 * instance has.
 */
final class GroupWatch implements Duty {

  private static final Logger log = LoggerFactory.getLogger(GroupWatch.class);

  /** What waits longer, or is absent longer, is worth a word. */
  private static final Duration WORTH_A_WORD = Duration.ofMinutes(1);

  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final String group;
  private final EventStore store;
  private final EnvelopeCodec codec;
  private final HandlerRegistry registry;
  private final DirectoryCache directory;
  private final PauseWatch pauses;
  private final EngineTime time;
  private final Duration pause;
  private volatile List<String> concerns = List.of();

  GroupWatch(
      String group,
      EventStore store,
      EnvelopeCodec codec,
      HandlerRegistry registry,
      DirectoryCache directory,
      PauseWatch pauses,
      EngineTime time,
      EngineSettings settings) {
    this.group = group;
    this.store = store;
    this.codec = codec;
    this.registry = registry;
    this.directory = directory;
    this.pauses = pauses;
    this.time = time;
    this.pause = settings.loopLateAfter();
  }

  @Override
  public String name() {
    return "group watch";
  }

  @Override
  public int runOnce() {
    List<String> found = new ArrayList<>();
    try {
      for (EventQueue queue : EventQueue.values()) {
        if (!pauses.paused().contains(queue)) {
          backlog(queue).ifPresent(found::add);
        }
      }
      handlers(found);
    } catch (EventBusException noAnswer) {
      // Whether the store answers is for others to tell; what is not known is not claimed.
      log.debug("The group could not be looked at", noAnswer);
      found.clear();
    }
    concerns = List.copyOf(found);
    return found.size();
  }

  private Optional<String> backlog(EventQueue queue) {
    Optional<byte[]> oldest = store.admin().oldestReady(group, queue);
    if (oldest.isEmpty()) {
      return Optional.empty();
    }
    Instant now = time.now();
    Duration age;
    try {
      age = Duration.between(codec.decode(oldest.get(), now).timestamp(), now);
    } catch (UnreadableElementException unreadable) {
      return Optional.empty();
    }
    return age.compareTo(WORTH_A_WORD) < 0
        ? Optional.empty()
        : Optional.of(
            "the oldest event of queue %s of group %s has waited for %d s; add instances or"
                    .formatted(queue, group, age.toSeconds())
                + " concurrency, or look for slow handlers");
  }

  private void handlers(List<String> found) {
    GroupDirectory known = directory.cached();
    if (known == null) {
      return;
    }
    for (BoundHandler handler : known.handlers(group)) {
      String id = handler.binding().handlerId();
      if (handler.binding().patterns().isEmpty() || registry.find(id) != null) {
        continue;
      }
      long absent = Stages.await(store.absentMillis(group, id), ANSWER, "looking for a handler");
      if (absent >= WORTH_A_WORD.toMillis()) {
        found.add(
            "no live instance of group %s has had handler %s for %d s; deploy it, or end its"
                    .formatted(group, id, absent / 1_000)
                + " binding with forgetHandler");
      }
    }
  }

  List<String> concerns() {
    return concerns;
  }

  @Override
  public Duration pause() {
    return pause;
  }
}
