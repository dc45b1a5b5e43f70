package dev.postbus.testkit;

import dev.postbus.BaseEvent;
import dev.postbus.EventType;
import java.math.BigDecimal;

@EventType("order.placed")
record OrderPlaced(String id, BigDecimal amount) implements BaseEvent {

  static OrderPlaced of(String id) {
    return new OrderPlaced(id, new BigDecimal("12.50"));
  }
}
