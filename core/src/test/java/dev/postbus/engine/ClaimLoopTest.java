package dev.postbus.engine;

import static dev.postbus.engine.LoopFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventBusException;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop on a store that answers; handlers run on the loop's own thread, one after the other. */
@Timeout(60)
class ClaimLoopTest {

  private final LoopFixture bus = new LoopFixture(Runnable::run);

  @AfterEach
  void stop() {
    bus.close();
  }

  @Test
  void withoutHandlersNothingIsRegisteredUntilOneComes() {
    bus.loop.start();
    assertThat(bus.store.registered).isEmpty();

    bus.handler((payload, context) -> null);
    bus.loop.wakeUp();

    bus.consumer(1);
    assertThat(bus.store.registered)
        .singleElement()
        .satisfies(
            info -> {
              assertThat(info.group()).isEqualTo("shop");
              assertThat(info.handlerIds()).containsExactly("mail");
              assertThat(info.lease()).isEqualTo(Duration.ofSeconds(10));
            });
  }

  @Test
  void theFirstExchangeAsksForWhatTheSlotsCanTakeAndThenTheQueuesAreArmed() {
    bus.handler((payload, context) -> null);
    bus.loop.start();

    FakeConsumer consumer = bus.consumer(1);
    eventually().until(() -> consumer.armed.size() == 3);

    assertThat(consumer.exchanges).hasSize(1);
    ExchangeRequest first = consumer.exchanges.get(0);
    assertThat(first.requestId()).isEqualTo(1);
    assertThat(first.settlements()).isEmpty();
    assertThat(first.wanted())
        .isEqualTo(Map.of(EventQueue.HIGH, 10, EventQueue.DEFAULT, 5, EventQueue.LOW, 5));
    assertThat(first.suspects()).isTrue();
    assertThat(first.deadLetterLimit()).isEqualTo(77);
    assertThat(consumer.armed)
        .containsExactlyInAnyOrder(EventQueue.HIGH, EventQueue.DEFAULT, EventQueue.LOW);
  }

  @Test
  void whatIsDoneIsToldInTheNextExchange() {
    bus.handler((payload, context) -> null);
    bus.startWith(
        LoopFixture.claim("d1", EventQueue.HIGH), LoopFixture.claim("d2", EventQueue.LOW));

    bus.consumer(1).untilExchanges(2);

    ExchangeRequest second = bus.consumer(1).exchanges.get(1);
    assertThat(second.requestId()).isEqualTo(2);
    assertThat(second.settlements())
        .containsExactly(new Settlement.Done("d1", 1), new Settlement.Done("d2", 1));
  }

  @Test
  void aSignalledQueueIsAskedForAndArmedAgain() {
    bus.handler((payload, context) -> null);
    bus.loop.start();
    FakeConsumer consumer = bus.consumer(1);
    eventually().until(() -> consumer.armed.size() == 3 && bus.parked());

    bus.store.signal.accept(EventQueue.HIGH);

    eventually().until(() -> consumer.armed.size() == 4);
    assertThat(consumer.exchanges).hasSize(2);
    assertThat(consumer.exchanges.get(1).wanted()).isEqualTo(Map.of(EventQueue.HIGH, 10));
    assertThat(consumer.armedCounts()).containsEntry(EventQueue.HIGH, 2);
  }

  @Test
  void aQueueWithMoreToClaimIsAskedForAtOnceWithoutBeingArmed() {
    AtomicInteger left = new AtomicInteger(3);
    bus.handler((payload, context) -> null);
    bus.prepare =
        consumer ->
            consumer.onExchange =
                request ->
                    CompletableFuture.completedStage(
                        left.getAndDecrement() > 0
                            ? LoopFixture.more(
                                EventQueue.LOW,
                                LoopFixture.claim("d" + request.requestId(), EventQueue.LOW))
                            : FakeConsumer.NOTHING);
    bus.loop.start();

    bus.consumer(1).untilExchanges(4);

    assertThat(bus.consumer(1).exchanges.subList(1, 4))
        .allSatisfy(request -> assertThat(request.wanted()).containsKey(EventQueue.LOW));
  }

  @Test
  void aFloodInOneQueueDoesNotKeepTheOthersFromBeingHeard() {
    bus.handler((payload, context) -> null);
    bus.prepare =
        consumer ->
            consumer.onExchange =
                request ->
                    CompletableFuture.completedStage(
                        request.wanted().containsKey(EventQueue.LOW)
                            ? LoopFixture.more(
                                EventQueue.LOW,
                                LoopFixture.claim("d" + request.requestId(), EventQueue.LOW))
                            : FakeConsumer.NOTHING);

    bus.loop.start();

    eventually().until(() -> bus.consumer(1).armed.contains(EventQueue.DEFAULT));
    assertThat(bus.consumer(1).armedCounts())
        .containsOnly(Map.entry(EventQueue.HIGH, 1), Map.entry(EventQueue.DEFAULT, 1));
  }

  @Test
  void whatIsDueLaterIsAskedForThenAndNotBefore() {
    bus.handler((payload, context) -> null);
    bus.prepare =
        consumer ->
            consumer.onExchange =
                request ->
                    CompletableFuture.completedStage(
                        new ExchangeReply(
                            List.of(),
                            Set.of(),
                            request.requestId() == 1
                                ? Optional.of(Duration.ofSeconds(7))
                                : Optional.empty(),
                            Set.of(),
                            0));
    bus.loop.start();
    FakeConsumer consumer = bus.consumer(1);
    eventually()
        .until(() -> bus.time.scheduled().equals(List.of(Duration.ofSeconds(7))) && bus.parked());

    bus.time.advance(Duration.ofSeconds(7).minusNanos(1));
    assertThat(consumer.exchanges).hasSize(1);
    bus.time.advance(Duration.ofNanos(1));

    consumer.untilExchanges(2);
    assertThat(consumer.exchanges.get(1).wanted().keySet())
        .containsExactlyInAnyOrder(EventQueue.values());
  }

  @Test
  void aNearerDueTimeTakesThePlaceOfAFartherOne() {
    bus.handler((payload, context) -> null);
    List<Duration> due =
        List.of(Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(30));
    bus.prepare =
        consumer ->
            consumer.onExchange =
                request ->
                    CompletableFuture.completedStage(
                        new ExchangeReply(
                            List.of(),
                            Set.of(),
                            Optional.of(due.get((int) request.requestId() - 1)),
                            Set.of(),
                            0));
    bus.loop.start();
    FakeConsumer consumer = bus.consumer(1);
    eventually().until(() -> consumer.armed.size() == 3 && bus.parked());
    bus.store.signal.accept(EventQueue.HIGH);
    eventually().until(() -> consumer.armed.size() == 4 && bus.parked());
    bus.store.signal.accept(EventQueue.HIGH);
    eventually().until(() -> consumer.armed.size() == 5);

    assertThat(bus.time.scheduled()).containsExactly(Duration.ofSeconds(5));
  }

  @Test
  void anArmThatFailsIsMadeUpForAndCostsNoSettlement() {
    AtomicInteger arms = new AtomicInteger();
    bus.handler((payload, context) -> null);
    bus.prepare =
        consumer -> {
          consumer.onExchange = LoopFixture.bringing(LoopFixture.claim("d1", EventQueue.LOW));
          consumer.onArm =
              queue -> {
                if (arms.incrementAndGet() == 1) {
                  throw new EventBusException("no connection");
                }
              };
        };

    bus.loop.start();
    eventually().until(() -> arms.get() >= 4 && !bus.told().isEmpty());

    assertThat(bus.told()).containsExactly(new Settlement.Done("d1", 1));
    assertThat(bus.consumer(1).armedCounts()).containsOnlyKeys(EventQueue.values());
  }

  @Test
  void droppedDeadLettersAreTold() {
    bus.handler((payload, context) -> null);
    bus.prepare =
        consumer ->
            consumer.onExchange =
                request ->
                    CompletableFuture.completedStage(
                        new ExchangeReply(List.of(), Set.of(), Optional.empty(), Set.of(), 4));

    bus.loop.start();

    eventually().until(() -> bus.listener.heard.contains("dropped 4 of shop"));
  }

  @Test
  void theStagesOfAStoreMayEndOnAnyThread() {
    List<CompletableFuture<ExchangeReply>> open = new CopyOnWriteArrayList<>();
    bus.handler((payload, context) -> null);
    bus.prepare =
        consumer ->
            consumer.onExchange =
                request -> {
                  CompletableFuture<ExchangeReply> answer = new CompletableFuture<>();
                  open.add(answer);
                  return answer;
                };
    bus.loop.start();
    eventually().until(() -> open.size() == 1);

    open.get(0).complete(FakeConsumer.claims(List.of(LoopFixture.claim("d1", EventQueue.LOW))));

    eventually().until(() -> open.size() == 2);
    assertThat(bus.told()).containsExactly(new Settlement.Done("d1", 1));
    open.get(1).complete(FakeConsumer.NOTHING);
  }
}
