package dev.postbus.sample.shop;

import com.google.inject.Inject;
import dev.postbus.EmitOptions;
import dev.postbus.EventBusPort;
import dev.postbus.EventPriority;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Takes orders. It knows the events it emits and none of those who handle them. */
public final class OrderService {

  /** How long after the order the invoice goes out. */
  static final Duration INVOICE_DELAY = Duration.ofSeconds(1);

  private static final EmitOptions URGENT =
      EmitOptions.builder().priority(EventPriority.HIGH).build();
  private static final EmitOptions LATER = EmitOptions.builder().delay(INVOICE_DELAY).build();

  private final EventBusPort events;

  @Inject
  OrderService(EventBusPort events) {
    this.events = events;
  }

  /** Places an order. The least urgent event goes first, so that the priorities show. */
  public void place(Order order) {
    events.emit("analytics.order", seen(order));
    events.emit(created(order));
    events.emit(invoice(order), LATER);
    events.emit(payment(order), URGENT);
  }

  /** Places many orders in few round trips. */
  public void placeAll(List<Order> orders) {
    events.emitAll("analytics.order", orders.stream().map(OrderService::seen).toList());
    events.emitAll(orders.stream().map(OrderService::created).toList());
    events.emitAll(orders.stream().map(OrderService::invoice).toList(), LATER);
    events.emitAll(orders.stream().map(OrderService::payment).toList(), URGENT);
  }

  private static Map<String, Object> seen(Order order) {
    return Map.of("number", order.number(), "total", order.total());
  }

  private static OrderCreated created(Order order) {
    return new OrderCreated(order.number(), order.customer(), order.total(), Instant.now());
  }

  private static InvoiceDue invoice(Order order) {
    return new InvoiceDue(order.number());
  }

  private static PaymentRequested payment(Order order) {
    return new PaymentRequested(order.number(), order.total());
  }
}
