package dev.postbus.engine;

import dev.postbus.EventQueue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Where events live: what an adapter implements, and all it implements. Every method is one atomic
 * step on the store and bounded work for it. Times are the store's. Thread-safe. Stages may
 * complete on any thread, which the engine never blocks and may call the store on again.
 */
public interface EventStore extends AutoCloseable {

  /**
   * Stores the batch whole, or says why not. When the stage fails the outcome is unknown, unless
   * {@link NotStoredException}.
   */
  CompletionStage<PublishReply> publish(PublishBatch batch);

  /** Reads the directory. */
  CompletionStage<GroupDirectory> directory();

  /**
   * Binds handlers to a group, replacing the patterns of those already bound; others stay.
   * Publishers that routed by an older directory are refused from then on.
   */
  CompletionStage<GroupDirectory> bind(String group, List<HandlerBinding> bindings);

  /** Reads events that wait for a first group, in order, after the given position. */
  CompletionStage<List<UnclaimedEvent>> unclaimed(long afterPosition, int limit);

  /**
   * Moves waiting events to a group; what has gone elsewhere meanwhile is left out.
   *
   * @param handlersByPosition which handlers of the group each is for
   * @return how many were moved
   */
  CompletionStage<Integer> adopt(String group, Map<Long, List<Integer>> handlersByPosition);

  /**
   * Registers a consumer.
   *
   * @param signal is called with a queue that was armed and may have something to claim; must be
   *     quick
   */
  CompletionStage<dev.postbus.engine.Consumer> register(
      ConsumerInfo info, Consumer<EventQueue> signal);

  /**
   * Returns since how many milliseconds the handler has been advertised by no live consumer while
   * the group was alive.
   */
  CompletionStage<Long> absentMillis(String group, String handlerId);

  /**
   * Adds to what is known of who emits what. Beyond 1,000 pairs of source and event, new ones are
   * counted under {@link dev.postbus.EventFlow#OTHERS} for both.
   *
   * @param emitted how many were emitted since it was last told, by event name
   */
  CompletionStage<Void> addFlows(String source, Map<String, Long> emitted);

  /** Returns how buses of the namespace tell each other things in passing. */
  Broadcast broadcast();

  /** Returns what administration needs of the store. */
  AdminStore admin();

  /** Ends everything this store holds on to. */
  @Override
  void close();
}
