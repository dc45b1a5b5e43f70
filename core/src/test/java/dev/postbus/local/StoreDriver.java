package dev.postbus.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.engine.AdminStore;
import dev.postbus.engine.ConsumerInfo;
import dev.postbus.engine.EventStore;
import dev.postbus.engine.GroupDirectory;
import dev.postbus.engine.GroupRoute;
import dev.postbus.engine.HandlerBinding;
import dev.postbus.engine.OutgoingEvent;
import dev.postbus.engine.PublishBatch;
import dev.postbus.engine.PublishReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Drives a store through its interface alone, and asserts after every call that the counts of every
 * queue add up.
 */
final class StoreDriver {

  static final Duration LEASE = Duration.ofSeconds(10);
  static final Duration WINDOW = Duration.ofHours(1);

  private static final String PUBLISHER = "publisher-1";

  final ManualTime time = new ManualTime();
  final EventStore store = new LocalStore(time);

  private long sequence;
  private int unclaimedLimit = 10_000;

  /** Waits for a stage and throws what it failed with. */
  static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failure;
    }
  }

  <T> T call(CompletionStage<T> stage) {
    try {
      return get(stage);
    } finally {
      countsAddUp();
    }
  }

  AdminStore admin() {
    return store.admin();
  }

  void unclaimedLimit(int limit) {
    unclaimedLimit = limit;
  }

  GroupDirectory directory() {
    return call(store.directory());
  }

  /** Binds a handler and returns its number. */
  int bind(String group, String handlerId, String... patterns) {
    GroupDirectory bound =
        call(store.bind(group, List.of(new HandlerBinding(handlerId, List.of(patterns)))));
    return bound.handlers(group).stream()
        .filter(handler -> handler.binding().handlerId().equals(handlerId))
        .findFirst()
        .orElseThrow()
        .number();
  }

  /** Publishes one event to whoever is bound to it now. */
  PublishReply.Result publish(TestEvent event) {
    return publish(List.of(event)).get(0);
  }

  List<PublishReply.Result> publish(List<TestEvent> events) {
    return ((PublishReply.Accepted) publish(batch(++sequence, events))).results();
  }

  PublishReply publish(PublishBatch batch) {
    return call(store.publish(batch));
  }

  PublishBatch batch(long number, List<TestEvent> events) {
    return batch(number, directory(), events);
  }

  PublishBatch batch(long number, GroupDirectory directory, List<TestEvent> events) {
    List<OutgoingEvent> outgoing =
        events.stream().map(event -> event.routed(directory.routesFor(event.name()))).toList();
    return new PublishBatch(
        PUBLISHER, number, directory.version(), outgoing, WINDOW, unclaimedLimit);
  }

  /** Publishes so many events {@code e1, e2, ...} to the DEFAULT queue, in one batch. */
  void publishMany(int count) {
    List<TestEvent> events = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      events.add(TestEvent.of("e" + i));
    }
    publish(events);
  }

  /**
   * Puts an element into a queue that names no handlers, as somebody other than a publisher may.
   */
  void publishForeign(String group, TestEvent event) {
    OutgoingEvent foreign = event.routed(List.of(new GroupRoute(group, List.of())));
    publish(
        new PublishBatch(
            PUBLISHER, ++sequence, directory().version(), List.of(foreign), WINDOW, 0));
  }

  TestConsumer register(String group, String... handlerIds) {
    ConsumerInfo info = new ConsumerInfo(group, "host", 42, Set.of(handlerIds), LEASE);
    List<EventQueue> signals = new ArrayList<>();
    return new TestConsumer(this, call(store.register(info, signals::add)), signals);
  }

  int adopt(String group, Map<Long, List<Integer>> handlersByPosition) {
    return call(store.adopt(group, handlersByPosition));
  }

  QueueCounts counts(String group) {
    return counts(group, EventQueue.DEFAULT);
  }

  QueueCounts counts(String group, EventQueue queue) {
    return admin().counts(group, queue);
  }

  void countsAddUp() {
    for (String group : admin().groups()) {
      for (EventQueue queue : EventQueue.values()) {
        assertAddsUp(counts(group, queue));
      }
    }
  }

  static void assertAddsUp(QueueCounts counts) {
    assertThat(
            List.of(
                counts.emitted(),
                counts.ready(),
                counts.inFlight(),
                counts.delayed(),
                counts.dead(),
                counts.handled(),
                counts.discarded(),
                counts.cancelled(),
                counts.dropped()))
        .as("%s", counts)
        .allMatch(count -> count >= 0);
    assertThat(counts.emitted())
        .as("%s", counts)
        .isEqualTo(
            counts.ready()
                + counts.inFlight()
                + counts.delayed()
                + counts.dead()
                + counts.handled()
                + counts.discarded()
                + counts.cancelled()
                + counts.dropped());
  }
}
