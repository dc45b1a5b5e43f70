package dev.postbus.engine;

import dev.postbus.EventQueue;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** A store that answers as a test tells it and remembers what it was asked. */
final class FakeStore implements EventStore {

  final List<PublishBatch> published = new CopyOnWriteArrayList<>();
  final List<ConsumerInfo> registered = new CopyOnWriteArrayList<>();
  final List<String> asked = new CopyOnWriteArrayList<>();
  final AtomicInteger directoryReads = new AtomicInteger();

  volatile Function<PublishBatch, CompletionStage<PublishReply>> onPublish = FakeStore::accepted;
  volatile Supplier<CompletionStage<GroupDirectory>> onDirectory =
      () -> CompletableFuture.completedStage(new GroupDirectory("v1", Map.of()));
  volatile Function<ConsumerInfo, CompletionStage<Consumer>> onRegister =
      info -> CompletableFuture.completedStage(new FakeConsumer("consumer-1"));
  volatile Supplier<CompletionStage<Long>> onAbsentMillis =
      () -> CompletableFuture.completedStage(0L);

  final FakeBroadcast broadcast = new FakeBroadcast();

  volatile Function<Map<String, Long>, CompletionStage<Void>> onAddFlows =
      emitted -> CompletableFuture.completedStage(null);

  /** By default one that a bus may hold and nobody may use. */
  volatile Supplier<AdminStore> onAdmin = FakeStore::unusedAdmin;

  /** Throws when closing shall fail. */
  volatile Runnable onClose = () -> {};

  /** The signal that the newest registration gave. */
  volatile java.util.function.Consumer<EventQueue> signal = queue -> {};

  /** Answers that every event is stored and handed to one group. */
  static CompletionStage<PublishReply> accepted(PublishBatch batch) {
    return CompletableFuture.completedStage(acceptance(batch));
  }

  static PublishReply acceptance(PublishBatch batch) {
    return new PublishReply.Accepted(
        batch.events().stream()
            .map(event -> new PublishReply.Result(PublishReply.Kind.STORED, 1))
            .toList());
  }

  /** Returns a directory with one group. */
  static GroupDirectory directory(String version, String group, BoundHandler... handlers) {
    return new GroupDirectory(version, Map.of(group, List.of(handlers)));
  }

  static BoundHandler bound(int number, String id, String... patterns) {
    return new BoundHandler(number, new HandlerBinding(id, List.of(patterns)));
  }

  @Override
  public CompletionStage<PublishReply> publish(PublishBatch batch) {
    published.add(batch);
    return onPublish.apply(batch);
  }

  @Override
  public CompletionStage<GroupDirectory> directory() {
    directoryReads.incrementAndGet();
    return onDirectory.get();
  }

  @Override
  public CompletionStage<GroupDirectory> bind(String group, List<HandlerBinding> bindings) {
    throw new UnsupportedOperationException("no test binds through this store");
  }

  @Override
  public CompletionStage<List<UnclaimedEvent>> unclaimed(long afterPosition, int limit) {
    throw new UnsupportedOperationException("no test asks this store for unclaimed events");
  }

  @Override
  public CompletionStage<Integer> adopt(String group, Map<Long, List<Integer>> handlers) {
    throw new UnsupportedOperationException("no test adopts through this store");
  }

  @Override
  public CompletionStage<Consumer> register(
      ConsumerInfo info, java.util.function.Consumer<EventQueue> signals) {
    registered.add(info);
    signal = signals;
    return onRegister.apply(info);
  }

  @Override
  public CompletionStage<Long> absentMillis(String group, String handlerId) {
    asked.add(group + "/" + handlerId);
    return onAbsentMillis.get();
  }

  @Override
  public CompletionStage<Void> addFlows(String source, Map<String, Long> emitted) {
    return onAddFlows.apply(emitted);
  }

  @Override
  public Broadcast broadcast() {
    return broadcast;
  }

  private static AdminStore unusedAdmin() {
    return (AdminStore)
        Proxy.newProxyInstance(
            AdminStore.class.getClassLoader(),
            new Class<?>[] {AdminStore.class},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException("this test does not administer the store");
            });
  }

  @Override
  public AdminStore admin() {
    return onAdmin.get();
  }

  @Override
  public void close() {
    onClose.run();
  }
}
