package dev.postbus.sample.shop;

import com.google.inject.Inject;
import dev.postbus.EmitOptions;
import dev.postbus.EventBusPort;
import dev.postbus.EventPriority;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Takes orders. It knows the events it emits and none of those who handle them. */
public final class OrderService {

  private static final EmitOptions URGENT =
      EmitOptions.builder().priority(EventPriority.HIGH).build();

  private final EventBusPort events;
  private final EmitOptions later;

  @Inject
  OrderService(EventBusPort events, Pace pace) {
    this.events = events;
    this.later = EmitOptions.builder().delay(pace.invoiceAfter()).build();
  }

  /** Places an order. The least urgent event goes first, so that the priorities show. */
  public void place(Order order) {
    events.emit("analytics.order", seen(order));
    events.emit(created(order));
    events.emit(invoice(order), later);
    events.emit(payment(order), URGENT);
  }

  /** Places many orders in few round trips. */
  public void placeAll(List<Order> orders) {
    events.emitAll("analytics.order", orders.stream().map(OrderService::seen).toList());
    events.emitAll(orders.stream().map(OrderService::created).toList());
    events.emitAll(orders.stream().map(OrderService::invoice).toList(), later);
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
