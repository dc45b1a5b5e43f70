package dev.postbus.dashboard.browser;

import static org.awaitility.Awaitility.await;

import dev.postbus.EventBus;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventBusConfig;
import dev.postbus.EventHandler;
import dev.postbus.EventQueue;
import dev.postbus.PermanentFailureException;
import dev.postbus.QueueSettings;
import dev.postbus.SubscribeOptions;
import dev.postbus.redisson.RedisSettings;
import dev.postbus.redisson.RedissonEventBus;
import dev.postbus.testkit.redis.PrivateRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A bus on which much has happened: a million events wait for the group {@code archive}, which is
 * paused; a hundred thousand failed in the group {@code imports}; the group {@code orders} works.
 */
final class BigBus implements AutoCloseable {

  static final int READY = 1_000_000;
  static final int DEAD = 100_000;

  /** Rows of one batch number are this many. */
  static final int BATCH = 1_000;

  private static final int AT_ONCE = 5_000;
  private static final Duration LONG = Duration.ofMinutes(3);

  private final PrivateRedis redis = PrivateRedis.start();
  private final List<EventBus> buses = new ArrayList<>();
  private final Set<Integer> repaired = ConcurrentHashMap.newKeySet();
  private final EventBus orders;

  BigBus() {
    EventBus archive = bus("archive");
    EventBus imports = bus("imports");
    orders = bus("orders");
    on(archive, "archive.**", Archived.class, "Archive.store", (row, context) -> {});
    on(imports, "import.**", Row.class, "Import.row", (row, context) -> insert(row));
    on(orders, "order.**", Order.class, "Orders.confirm", (order, context) -> confirm(order));
    buses.forEach(EventBus::start);
    admin().pause("archive", EventQueue.DEFAULT);
    emit(imports, "import.row", DEAD, number -> new Row(number, "Ada & Söhne", number / BATCH));
    emit(archive, "archive.row", READY, number -> new Archived(number, "invoice <" + number + ">"));
    await().atMost(LONG).until(() -> admin().counts("imports", EventQueue.DEFAULT).dead() == DEAD);
  }

  /** A line of an import. */
  record Row(int row, String supplier, int batch) {}

  /** Something to be kept. */
  record Archived(int number, String title) {}

  /** An order. */
  record Order(String customer) {}

  private EventBus bus(String group) {
    EventBus bus =
        RedissonEventBus.connect(
            EventBusConfig.builder()
                .namespace("big")
                .group(group)
                .source("source-of-" + group)
                .deadLetterLimit(2 * DEAD)
                .queue(EventQueue.DEFAULT, QueueSettings.of(20, 1))
                .build(),
            RedisSettings.of(redis.endpoint().host(), redis.endpoint().port()));
    buses.add(bus);
    return bus;
  }

  private static <T> void on(
      EventBus bus, String pattern, Class<T> type, String id, EventHandler<T> handler) {
    bus.subscribe(pattern, type, SubscribeOptions.builder().id(id).build(), handler);
  }

  private static void emit(EventBus bus, String event, int count, IntFunction<Object> payload) {
    for (int from = 0; from < count; from += AT_ONCE) {
      bus.emitAll(event, IntStream.range(from, from + AT_ONCE).mapToObj(payload).toList());
    }
  }

  private void insert(Row row) {
    if (!repaired.contains(row.batch())) {
      throw new PermanentFailureException("row %d has no price".formatted(row.row()));
    }
  }

  private static void confirm(Order order) {
    if (order.customer().equals("Nobody")) {
      throw new PermanentFailureException("no customer of this name: <b>Nobody</b>");
    }
  }

  /** From now on the rows of a batch can be imported. */
  void repair(int batch) {
    repaired.add(batch);
  }

  /** Returns the bus whose dashboard is looked at. */
  EventBus orders() {
    return orders;
  }

  EventBusAdmin admin() {
    return orders.admin();
  }

  PrivateRedis redis() {
    return redis;
  }

  @Override
  public void close() {
    buses.forEach(EventBus::close);
    redis.close();
  }
}
