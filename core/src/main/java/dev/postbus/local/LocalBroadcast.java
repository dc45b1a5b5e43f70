package dev.postbus.local;

import dev.postbus.engine.Broadcast;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tells the buses on the same events, on the thread of who tells. Thread-safe. */
final class LocalBroadcast implements Broadcast {

  private final Map<String, List<Consumer<byte[]>>> listeners = new ConcurrentHashMap<>();

  @Override
  public void tell(String topic, byte[] message) {
    listeners.getOrDefault(topic, List.of()).forEach(listener -> listener.accept(message));
  }

  @Override
  public CompletionStage<Runnable> listen(String topic, Consumer<byte[]> listener) {
    List<Consumer<byte[]>> ofTopic =
        listeners.computeIfAbsent(topic, unheard -> new CopyOnWriteArrayList<>());
    ofTopic.add(listener);
    return CompletableFuture.completedStage(() -> ofTopic.remove(listener));
  }
}
