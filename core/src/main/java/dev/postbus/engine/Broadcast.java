package dev.postbus.engine;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * What the buses of a namespace tell each other in passing: whoever does not listen just then
 * misses it. Thread-safe; never blocks.
 */
public interface Broadcast {

  /** Tells everybody who listens, as well as can be. */
  void tell(String topic, byte[] message);

  /**
   * Listens to a topic, over interruptions of the connection too.
   *
   * @param listener is called on any thread and must be quick
   * @return completes when it listens, with what ends that
   */
  CompletionStage<Runnable> listen(String topic, Consumer<byte[]> listener);
}
