package dev.postbus.local;

import dev.postbus.EventQueue;
import dev.postbus.engine.Claim;
import dev.postbus.engine.Consumer;
import dev.postbus.engine.ConsumerReport;
import dev.postbus.engine.DeliveryState;
import dev.postbus.engine.Elements;
import dev.postbus.engine.ExchangeReply;
import dev.postbus.engine.ExchangeRequest;
import dev.postbus.engine.HeartbeatReply;
import dev.postbus.engine.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A consumer as tests use it: numbers its requests, and asserts after each call. */
final class TestConsumer {

  static final int DEAD_LETTER_LIMIT = 100;

  private final StoreDriver driver;
  private final Consumer consumer;
  private final List<EventQueue> signals;
  private long requests;

  TestConsumer(StoreDriver driver, Consumer consumer, List<EventQueue> signals) {
    this.driver = driver;
    this.consumer = consumer;
    this.signals = signals;
  }

  String id() {
    return consumer.id();
  }

  ExchangeReply exchange(ExchangeRequest request) {
    return driver.call(consumer.exchange(request));
  }

  ExchangeRequest request(List<Settlement> settlements, Map<EventQueue, Integer> wanted) {
    return new ExchangeRequest(++requests, settlements, wanted, true, 1 << 20, DEAD_LETTER_LIMIT);
  }

  /** Claims from the DEFAULT queue, suspects too. */
  ExchangeReply claim(int wanted) {
    return claim(EventQueue.DEFAULT, wanted);
  }

  ExchangeReply claim(EventQueue queue, int wanted) {
    return exchange(request(List.of(), Map.of(queue, wanted)));
  }

  ExchangeReply claimUnsuspected(int wanted) {
    return exchange(
        new ExchangeRequest(
            ++requests,
            List.of(),
            Map.of(EventQueue.DEFAULT, wanted),
            false,
            1 << 20,
            DEAD_LETTER_LIMIT));
  }

  ExchangeReply claimBytes(int wanted, int maxBytes) {
    return exchange(
        new ExchangeRequest(
            ++requests,
            List.of(),
            Map.of(EventQueue.DEFAULT, wanted),
            true,
            maxBytes,
            DEAD_LETTER_LIMIT));
  }

  /** Claims exactly one delivery from the DEFAULT queue. */
  Claim claimOne() {
    List<Claim> claims = claim(1).claims();
    if (claims.size() != 1) {
      throw new AssertionError("expected one claim, got " + claims);
    }
    return claims.get(0);
  }

  ExchangeReply settle(Settlement... settlements) {
    return exchange(request(List.of(settlements), Map.of()));
  }

  ExchangeReply settle(int deadLetterLimit, Settlement... settlements) {
    return exchange(
        new ExchangeRequest(
            ++requests, List.of(settlements), Map.of(), true, 1 << 20, deadLetterLimit));
  }

  void recordStart(Claim claim, int handler) {
    driver.call(consumer.recordStart(claim.deliveryId(), handler));
  }

  HeartbeatReply heartbeat(String... handlerIds) {
    return driver.call(consumer.heartbeat(Set.of(handlerIds)));
  }

  void report(ConsumerReport report) {
    driver.call(consumer.report(report));
  }

  int recover() {
    return driver.call(consumer.recover());
  }

  void close() {
    driver.call(consumer.close());
  }

  void arm(EventQueue queue) {
    consumer.arm(queue);
    driver.countsAddUp();
  }

  /** Returns the signals since the last call. */
  List<EventQueue> signals() {
    List<EventQueue> given = List.copyOf(signals);
    signals.clear();
    return given;
  }

  static Settlement done(Claim claim, int handler) {
    return new Settlement.Done(claim.deliveryId(), handler);
  }

  static Settlement again(Claim claim, int handler, Duration delay, int attempts) {
    return new Settlement.Again(claim.deliveryId(), handler, delay, attempts, false);
  }

  static Settlement dead(Claim claim, int handler, String handlerId, int attempts) {
    return new Settlement.Dead(
        claim.deliveryId(), handler, eventId(claim), handlerId, attempts, "it broke");
  }

  static Settlement release(Claim claim) {
    return new Settlement.Release(claim.deliveryId());
  }

  /** Returns what the engine makes of a claim's state. */
  static DeliveryState state(Claim claim) {
    return DeliveryState.parse(claim.state(), Elements.handlers(claim.element()));
  }

  static String eventId(Claim claim) {
    return TestEvent.idOf(claim.element());
  }

  static List<String> eventIds(ExchangeReply reply) {
    return reply.claims().stream().map(TestConsumer::eventId).toList();
  }
}
