package dev.postbus.sample.shop;

import dev.postbus.BaseEvent;
import dev.postbus.EventType;
import java.math.BigDecimal;
import java.time.Instant;

/** A customer has ordered. Confirmed by mail and packed, by two handlers. */
@EventType("order.created")
public record OrderCreated(int number, String customer, BigDecimal total, Instant at)
    implements BaseEvent {}
