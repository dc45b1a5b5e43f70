package dev.postbus.local;

import dev.postbus.EventQueue;
import dev.postbus.engine.Elements;
import dev.postbus.engine.GroupRoute;
import dev.postbus.engine.OutgoingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** An event as tests publish it: named {@code order.created}, to the DEFAULT queue, at once. */
record TestEvent(
    String id, boolean callerId, String name, EventQueue queue, Duration delay, int padding) {

  static TestEvent of(String id) {
    return new TestEvent(id, false, "order.created", EventQueue.DEFAULT, Duration.ZERO, 0);
  }

  TestEvent withCallerId() {
    return new TestEvent(id, true, name, queue, delay, padding);
  }

  TestEvent named(String event) {
    return new TestEvent(id, callerId, event, queue, delay, padding);
  }

  TestEvent to(EventQueue other) {
    return new TestEvent(id, callerId, name, other, delay, padding);
  }

  TestEvent after(Duration wait) {
    return new TestEvent(id, callerId, name, queue, wait, padding);
  }

  /** Makes the envelope longer by so many bytes. */
  TestEvent padded(int bytes) {
    return new TestEvent(id, callerId, name, queue, delay, bytes);
  }

  String envelope() {
    return "{\"specversion\":\"1.0\",\"id\":\"%s\",\"type\":\"%s\",\"data\":\"%s\"}"
        .formatted(id, name, "x".repeat(padding));
  }

  byte[] envelopeBytes() {
    return envelope().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the element that carries it to these handlers. */
  byte[] element(Integer... handlers) {
    return Elements.of(envelopeBytes(), List.of(handlers));
  }

  OutgoingEvent routed(List<GroupRoute> routes) {
    return new OutgoingEvent(id, callerId, name, queue, delay, envelopeBytes(), routes);
  }

  /** Reads the event id out of an element. */
  static String idOf(byte[] element) {
    String text = new String(element, StandardCharsets.UTF_8);
    int at = text.indexOf("\"id\":\"") + 6;
    return text.substring(at, text.indexOf('"', at));
  }
}
