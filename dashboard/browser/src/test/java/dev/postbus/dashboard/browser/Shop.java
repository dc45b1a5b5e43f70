package dev.postbus.dashboard.browser;

import dev.postbus.Backoff;
import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.EventPriority;
import dev.postbus.EventQueue;
import dev.postbus.SubscribeOptions;
import dev.postbus.redisson.RedisSettings;
import dev.postbus.redisson.RedissonEventBus;
import dev.postbus.testkit.redis.PrivateRedis;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A shop at work, for pictures: groups, traffic, failures, retries and delays. */
final class Shop implements AutoCloseable {

  private final PrivateRedis redis = PrivateRedis.start();
  private final Random chance = new Random(1);
  private final List<EventBus> buses = new ArrayList<>();
  private final ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor();
  private final EventBus orders = bus("orders", "web-shop");
  private final EventBus payments = bus("payments", "payments");

  Shop() {
    EventBus mail = bus("notifications", "notifications");
    EventBus analytics = bus("analytics", "analytics");
    handle(orders, "order.placed", "Stock.reserve", 30, 0);
    handle(orders, "payment.*", "Orders.settle", 20, 1);
    handle(payments, "order.placed", "Payments.charge", 120, 4);
    handle(mail, "order.*", "Mail.confirm", 60, 8);
    handle(mail, "payment.failed", "Mail.warn", 40, 0);
    handle(analytics, "**", "Analytics.record", 2, 0);
    buses.forEach(EventBus::start);
    analytics.admin().pause("analytics", EventQueue.LOW);
    traffic.scheduleAtFixedRate(this::trade, 0, 70, TimeUnit.MILLISECONDS);
  }

  /** What was ordered. */
  record Order(int number, Customer customer, List<Line> lines, boolean express) {}

  /** By whom. */
  record Customer(String name, String email) {}

  /** How much of what. */
  record Line(String article, int count, BigDecimal price) {}

  /** Money that came, or did not. */
  record Payment(int order, BigDecimal amount) {}

  private EventBus bus(String group, String source) {
    EventBus bus =
        RedissonEventBus.connect(
            EventBusConfig.builder().namespace("shop").group(group).source(source).build(),
            RedisSettings.of(redis.endpoint().host(), redis.endpoint().port()));
    buses.add(bus);
    return bus;
  }

  private void handle(EventBus bus, String pattern, String id, int millis, int failures) {
    bus.subscribe(
        pattern,
        Object.class,
        SubscribeOptions.builder()
            .id(id)
            .attempts(2)
            .backoff(Backoff.fixed(Duration.ofSeconds(15)))
            .build(),
        (payload, context) -> {
          // Work takes time, now and then much more.
          int lasting = chance.nextInt(40) == 0 ? 40 * millis : millis;
          if (new CountDownLatch(1).await(chance.nextInt(2 * lasting), TimeUnit.MILLISECONDS)
              || chance.nextInt(100) < failures) {
            throw new IllegalStateException(
                "the server at mail.shop.internal:25 did not take the message",
                new java.net.ConnectException("Connection refused"));
          }
        });
  }

  private void trade() {
    Order order =
        new Order(
            10_000 + chance.nextInt(9_000),
            new Customer("Ada Lovelace", "ada@example.com"),
            List.of(
                new Line("Difference engine", 1, new BigDecimal("1899.00")),
                new Line("Punched cards, 500", 2, new BigDecimal("12.50"))),
            chance.nextBoolean());
    EmitOptions cart =
        EmitOptions.builder()
            .correlationId("cart-" + order.number())
            .header("tenant", "acme")
            .build();
    orders.emit("order.placed", order, cart);
    if (chance.nextInt(3) == 0) {
      String outcome = chance.nextInt(6) == 0 ? "payment.failed" : "payment.received";
      payments.emit(outcome, new Payment(order.number(), new BigDecimal("1924.00")));
    }
    if (chance.nextInt(8) == 0) {
      orders.emit(
          "order.reminder",
          order,
          cart.toBuilder().delay(Duration.ofMinutes(10 + chance.nextInt(600))).build());
    }
    if (chance.nextInt(5) == 0) {
      orders.emit(
          "page.viewed",
          java.util.Map.of("path", "/engines/" + chance.nextInt(90)),
          EmitOptions.builder().priority(EventPriority.LOW).build());
    }
  }

  EventBus orders() {
    return orders;
  }

  @Override
  public void close() {
    traffic.shutdownNow();
    buses.forEach(EventBus::close);
    redis.close();
  }
}
