package dev.postbus.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Tells at once, and remembers what was told. */
final class FakeBroadcast implements Broadcast {

  /** By topic. */
  final Map<String, List<byte[]>> told = new HashMap<>();

  final Map<String, List<Consumer<byte[]>>> listeners = new HashMap<>();

  @Override
  public synchronized void tell(String topic, byte[] message) {
    told.computeIfAbsent(topic, first -> new ArrayList<>()).add(message);
    List.copyOf(listeners.getOrDefault(topic, List.of()))
        .forEach(listener -> listener.accept(message));
  }

  synchronized int told(String topic) {
    return told.getOrDefault(topic, List.of()).size();
  }

  @Override
  public synchronized CompletionStage<Runnable> listen(String topic, Consumer<byte[]> listener) {
    listeners.computeIfAbsent(topic, first -> new ArrayList<>()).add(listener);
    return CompletableFuture.completedStage(() -> listeners.get(topic).remove(listener));
  }
}
