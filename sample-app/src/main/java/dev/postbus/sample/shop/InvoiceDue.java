package dev.postbus.sample.shop;

import dev.postbus.BaseEvent;
import dev.postbus.EventType;

/** The invoice of an order is to be sent; emitted with the order, delivered some time later. */
@EventType("invoice.due")
public record InvoiceDue(int number) implements BaseEvent {}
