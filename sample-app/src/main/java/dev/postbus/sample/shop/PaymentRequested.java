package dev.postbus.sample.shop;

import dev.postbus.BaseEvent;
import dev.postbus.EventType;
import java.math.BigDecimal;

/** An order is to be paid. */
@EventType("payment.requested")
public record PaymentRequested(int number, BigDecimal total) implements BaseEvent {}
