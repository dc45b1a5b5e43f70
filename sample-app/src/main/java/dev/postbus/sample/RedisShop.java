package dev.postbus.sample;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.dashboard.Dashboard;
import dev.postbus.guice.EventBusModule;
import dev.postbus.redisson.RedisSettings;
import dev.postbus.sample.shop.OrderService;
import dev.postbus.sample.shop.Pace;
import dev.postbus.sample.shop.ShopModule;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The shop on Redis: orders are placed in this process, which has no handlers, and handled by
 * workers, which are processes of their own.
 */
final class RedisShop {

  private RedisShop() {}

  /** Tells the story and returns its summary; what it began is left to the cleanup. */
  static Summary run(
      Arguments asked,
      Map<String, String> environment,
      Console console,
      Cleanup cleanup,
      Ending ending) {
    RedisChoice redis = RedisChoice.of(environment);
    cleanup.add(redis.end());
    console.print("Redis: " + redis.description());
    String namespace = "sample-" + UUID.randomUUID().toString().substring(0, 8);
    RedisSettings settings = RedisSettings.fromEnvironment(redis.environment());
    EventBusConfig config =
        ShopModule.config(EventBusConfig.builder().namespace(namespace).build());
    Injector injector =
        Guice.createInjector(
            EventBusModule.redisson(config, settings),
            binder -> binder.bind(Pace.class).toInstance(asked.pace()));
    EventBus bus = injector.getInstance(EventBus.class);
    cleanup.add(() -> Namespace.remove(namespace, settings));
    cleanup.add(bus);
    Optional<Dashboard> dashboard =
        asked.show().map(show -> cleanup.add(ShopDashboard.open(bus, show.port(), console)));
    console.print(
        "Postbus sample shop: %d worker processes share the work, in the namespace %s.%s"
            .formatted(
                asked.workers(), namespace, dashboard.isPresent() ? " Ctrl-C ends it." : ""));
    WorkerTeam team = cleanup.add(new WorkerTeam());
    team.start(
        asked.workers(), asked.pace(), workerEnvironment(redis.environment(), namespace), console);
    OrderService service = injector.getInstance(OrderService.class);
    if (dashboard.isEmpty()) {
      return new Story(service, bus.admin(), team, console).tell(asked.orders());
    }
    return new DashboardStory(service, bus.admin(), team, console, InstantSource.system())
        .tell(asked.show().get(), asked.orders(), dashboard.get().uri(), ending);
  }

  private static Map<String, String> workerEnvironment(
      Map<String, String> environment, String namespace) {
    Map<String, String> result = new HashMap<>(environment);
    result.keySet().removeIf(name -> name.startsWith("EVENT_BUS_"));
    result.put("EVENT_BUS_NAMESPACE", namespace);
    return Map.copyOf(result);
  }
}
