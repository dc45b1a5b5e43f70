package dev.postbus.engine;

import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** A registration that answers as a test tells it and remembers what it was asked. */
final class FakeConsumer implements Consumer {

  static final ExchangeReply NOTHING =
      new ExchangeReply(List.of(), Set.of(), Optional.empty(), Set.of(), 0);

  final List<ExchangeRequest> exchanges = new CopyOnWriteArrayList<>();
  final List<String> recordedStarts = new CopyOnWriteArrayList<>();
  final List<Set<String>> heartbeats = new CopyOnWriteArrayList<>();
  final List<ConsumerReport> reports = new CopyOnWriteArrayList<>();
  final List<EventQueue> armed = new CopyOnWriteArrayList<>();
  final AtomicInteger recoveries = new AtomicInteger();
  final AtomicInteger closes = new AtomicInteger();

  volatile Function<ExchangeRequest, CompletionStage<ExchangeReply>> onExchange =
      request -> CompletableFuture.completedStage(NOTHING);
  volatile java.util.function.Consumer<EventQueue> onArm = queue -> {};
  volatile Supplier<CompletionStage<Void>> onRecordStart =
      () -> CompletableFuture.completedStage(null);
  volatile Supplier<CompletionStage<HeartbeatReply>> onHeartbeat =
      () -> CompletableFuture.completedStage(new HeartbeatReply(Optional.empty(), Set.of()));
  volatile Supplier<CompletionStage<Void>> onReport = () -> CompletableFuture.completedStage(null);
  volatile Supplier<CompletionStage<Integer>> onRecover =
      () -> CompletableFuture.completedStage(-1);

  /** Throws when closing shall fail before it has begun. */
  volatile Runnable onClose = () -> {};

  private final String id;

  FakeConsumer(String id) {
    this.id = id;
  }

  /** Returns a reply with these claims and nothing else. */
  static ExchangeReply claims(List<Claim> claims) {
    return new ExchangeReply(claims, Set.of(), Optional.empty(), Set.of(), 0);
  }

  /** Returns how a heartbeat is answered when the next lease runs out after the given time. */
  static CompletionStage<HeartbeatReply> expiry(Duration next) {
    return CompletableFuture.completedStage(new HeartbeatReply(Optional.of(next), Set.of()));
  }

  /** Waits for as many exchanges. */
  void untilExchanges(int count) {
    LoopFixture.eventually().until(() -> exchanges.size() >= count);
  }

  /** Returns how often each queue was armed. */
  Map<EventQueue, Integer> armedCounts() {
    Map<EventQueue, Integer> counts = new EnumMap<>(EventQueue.class);
    armed.forEach(queue -> counts.merge(queue, 1, Integer::sum));
    return counts;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public CompletionStage<ExchangeReply> exchange(ExchangeRequest request) {
    exchanges.add(request);
    return onExchange.apply(request);
  }

  @Override
  public CompletionStage<Void> recordStart(String deliveryId, int handler) {
    recordedStarts.add(deliveryId + "/" + handler);
    return onRecordStart.get();
  }

  @Override
  public CompletionStage<HeartbeatReply> heartbeat(Set<String> handlerIds) {
    heartbeats.add(handlerIds);
    return onHeartbeat.get();
  }

  @Override
  public CompletionStage<Void> report(ConsumerReport report) {
    reports.add(report);
    return onReport.get();
  }

  @Override
  public CompletionStage<Integer> recover() {
    recoveries.incrementAndGet();
    return onRecover.get();
  }

  @Override
  public void arm(EventQueue queue) {
    armed.add(queue);
    onArm.accept(queue);
  }

  @Override
  public CompletionStage<Void> close() {
    closes.incrementAndGet();
    onClose.run();
    return CompletableFuture.completedStage(null);
  }
}
