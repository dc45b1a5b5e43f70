package dev.postbus.testkit;

import dev.postbus.BaseEvent;
import dev.postbus.EventType;

@EventType("order.paid")
record OrderPaid(String id) implements BaseEvent {}
