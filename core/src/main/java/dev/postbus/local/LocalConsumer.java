package dev.postbus.local;

import dev.postbus.EventQueue;
import dev.postbus.InstanceInfo;
import dev.postbus.RunningHandler;
import dev.postbus.engine.Consumer;
import dev.postbus.engine.ConsumerInfo;
import dev.postbus.engine.ConsumerReport;
import dev.postbus.engine.ExchangeReply;
import dev.postbus.engine.ExchangeRequest;
import dev.postbus.engine.HeartbeatReply;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A registration and what it holds. Its fields are guarded by the store's lock. */
final class LocalConsumer implements Consumer {

  private final LocalStore store;
  private final LocalGroup group;
  private final String id;
  private final ConsumerInfo info;
  private final java.util.function.Consumer<EventQueue> signal;

  private final Instant since;

  /** What it told of itself last. */
  private Set<String> handlers;

  private List<RunningHandler> running = List.of();

  /** By delivery id, in claim order. */
  private Map<String, LocalDelivery> inFlight = new LinkedHashMap<>();

  private Instant leaseUntil = Instant.MIN;
  private long newestRequest = Long.MIN_VALUE;
  private @Nullable ExchangeReply newestReply;
  private boolean takesSuspects = true;
  private boolean closed;

  /** Per queue the earliest due time it was told of and so sets its timer by. */
  private final long[] toldDue = new long[EventQueue.values().length];

  LocalConsumer(
      LocalStore store,
      LocalGroup group,
      String id,
      ConsumerInfo info,
      java.util.function.Consumer<EventQueue> signal,
      Instant since) {
    this.store = store;
    this.group = group;
    this.id = id;
    this.info = info;
    this.signal = signal;
    this.since = since;
    this.handlers = info.handlerIds();
    Arrays.fill(toldDue, LocalQueue.NEVER);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public CompletionStage<ExchangeReply> exchange(ExchangeRequest request) {
    return store.stage(
        (now, signals) -> {
          group.leases().renew(this, now);
          if (newestReply != null && request.requestId() == newestRequest) {
            return newestReply;
          }
          if (request.requestId() < newestRequest) {
            throw new IllegalStateException(
                "request %d of consumer %s came after request %d; request ids must ascend"
                    .formatted(request.requestId(), id, newestRequest));
          }
          takesSuspects = request.suspects();
          ExchangeReply reply = new LocalExchange(group, this, request, now, signals).run();
          newestRequest = request.requestId();
          newestReply = reply;
          return reply;
        });
  }

  @Override
  public CompletionStage<Void> recordStart(String deliveryId, int handler) {
    return store.stage(
        (now, signals) -> {
          group.leases().requireListed(this);
          LocalDelivery delivery = inFlight.get(deliveryId);
          if (delivery != null) {
            delivery.recordStart(handler);
          }
          return null;
        });
  }

  @Override
  public CompletionStage<HeartbeatReply> heartbeat(Set<String> handlerIds) {
    return store.stage(
        (now, signals) -> {
          LocalLeases leases = group.leases();
          leases.renew(this, now);
          leases.advertise(handlerIds, now);
          return new HeartbeatReply(leases.nextExpiry(this, now), group.paused());
        });
  }

  @Override
  public CompletionStage<Void> report(ConsumerReport report) {
    return store.stage(
        (now, signals) -> {
          group.leases().requireListed(this);
          handlers = report.handlerIds();
          running =
              report.runs().stream()
                  .map(
                      run ->
                          new RunningHandler(
                              run.handlerId(),
                              run.event(),
                              run.eventId(),
                              run.attempt(),
                              now.minus(run.running())))
                  .toList();
          return null;
        });
  }

  /** Returns what people want to know of it, when it holds so many deliveries. */
  InstanceInfo describe(String groupName, int held) {
    return new InstanceInfo(
        id, groupName, info.host(), info.pid(), since, leaseUntil, handlers, held, running);
  }

  @Override
  public CompletionStage<Integer> recover() {
    return store.stage(
        (now, signals) -> {
          LocalLeases leases = group.leases();
          leases.renew(this, now);
          leases.fenceExpired(this, group, now);
          int recovered = leases.recover();
          group.wake(signals);
          return recovered;
        });
  }

  @Override
  public void arm(EventQueue queue) {
    store.step(
        (now, signals) -> {
          if (group.leases().isListed(this)) {
            group.queue(queue).waiters().arm(this, signals);
            store.guard().armed();
          }
          return null;
        });
  }

  @Override
  public CompletionStage<Void> close() {
    return store.stage(
        (now, signals) -> {
          if (!closed) {
            group.leases().requireListed(this);
            closed = true;
            group.leases().close(this, group);
            group.wake(signals);
          }
          return null;
        });
  }

  ConsumerInfo info() {
    return info;
  }

  java.util.function.Consumer<EventQueue> signal() {
    return signal;
  }

  Map<String, LocalDelivery> inFlight() {
    return inFlight;
  }

  Instant leaseUntil() {
    return leaseUntil;
  }

  void leaseUntil(Instant end) {
    leaseUntil = end;
  }

  /** Whether its newest request allowed suspects; it is not woken for what it may not claim. */
  boolean takesSuspects() {
    return takesSuspects;
  }

  long toldDue(EventQueue queue) {
    return toldDue[queue.ordinal()];
  }

  void tellDue(EventQueue queue, long due) {
    toldDue[queue.ordinal()] = due;
  }

  /** Lets go of all it holds. */
  void release() {
    inFlight = Map.of();
    newestReply = null;
  }
}
