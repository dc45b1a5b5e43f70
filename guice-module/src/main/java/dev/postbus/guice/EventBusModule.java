package dev.postbus.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Binder;
import com.google.inject.Injector;
import com.google.inject.Scopes;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusPort;
import dev.postbus.engine.EngineBus;
import dev.postbus.redisson.RedisSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Binds {@link EventBusPort} and {@link EventBus}, one singleton.
 *
 * <p>Its {@link EventBus#start()} finds the handlers: every class with {@link
 * dev.postbus.Subscribe} methods for which the injector has a binding, whatever its kind, in this
 * injector, those above it and its private modules, and what was {@linkplain #subscribers
 * registered}. Singletons are created then; what has no scope is created for every event it
 * handles. All faults of all handlers are reported together. A class with such methods that Guice
 * would make without a binding of its own is an error too, at start or when it is made, because its
 * handlers would never be called.
 *
 * <p>Installing equal modules is the same as installing one. Whoever gets the {@link EventBus}
 * starts and closes it. Immutable.
 */
public final class EventBusModule extends AbstractModule {

  private static final Duration REMINDER = Duration.ofSeconds(10);

  private final Adapter adapter;
  private final @Nullable EventBusConfig config;
  private final Map<String, String> environment;

  /**
   * Takes everything from environment variables: {@code EVENT_BUS_ADAPTER} ({@code local} unless it
   * says {@code redisson}), {@code EVENT_BUS_GROUP}, {@code EVENT_BUS_SOURCE}, {@code
   * EVENT_BUS_NAMESPACE}, and what {@link RedisSettings#fromEnvironment} reads. A value that cannot
   * be used fails the creation of the injector.
   */
  public EventBusModule() {
    this(new Adapter.FromEnvironment(), null, System.getenv());
  }

  private EventBusModule(
      Adapter adapter, @Nullable EventBusConfig config, Map<String, String> environment) {
    this.adapter = adapter;
    this.config = config;
    this.environment = Map.copyOf(environment);
  }

  /** Returns a module that takes the adapter and Redis from environment variables. */
  public static EventBusModule of(EventBusConfig config) {
    return new EventBusModule(
        new Adapter.FromEnvironment(), notNull("config", config), System.getenv());
  }

  /** Returns a module whose events live in this process only. */
  public static EventBusModule local(EventBusConfig config) {
    return new EventBusModule(new Adapter.Local(Set.of()), notNull("config", config), Map.of());
  }

  /** Returns a module whose bus connects to Redis, and disconnects when it is closed. */
  public static EventBusModule redisson(EventBusConfig config, RedisSettings settings) {
    return new EventBusModule(
        new Adapter.Redis(notNull("settings", settings)), notNull("config", config), Map.of());
  }

  /**
   * Returns a module whose bus uses the {@link org.redisson.api.RedissonClient} bound in the
   * injector, and never closes it.
   */
  public static EventBusModule redisson(EventBusConfig config) {
    return new EventBusModule(new Adapter.RedisOfInjector(), notNull("config", config), Map.of());
  }

  /**
   * Returns the same module reading these variables instead of those of the process, for tests or
   * other sources of configuration.
   */
  public EventBusModule withEnvironment(Map<String, String> variables) {
    return new EventBusModule(adapter, config, notNull("variables", variables));
  }

  /** Returns what registers classes with handlers explicitly, in this module or a private one. */
  public static SubscriberBinder subscribers(Binder binder) {
    return new SubscriberBinder(binder);
  }

  @Override
  protected void configure() {
    EventBusConfig usedConfig =
        orError(() -> config == null ? EventBusConfig.fromEnvironment(environment) : config);
    Adapter usedAdapter = orError(() -> adapter.resolve(environment));
    if (usedConfig == null || usedAdapter == null) {
      return;
    }
    Function<EventBusConfig, EngineBus> factory = usedAdapter.factory(binder());
    UnboundHandlers unbound = new UnboundHandlers();
    bindListener(UnboundHandlers.madeByGuice(), unbound.types());
    bindListener(UnboundHandlers.madeByProviders(), unbound.provisions());
    GroupCheck groupCheck = new GroupCheck(usedAdapter.isShared() && !usedConfig.groupNamed());
    HandlerDiscovery discovery =
        new HandlerDiscovery(getProvider(Injector.class), unbound, groupCheck);
    // Two different modules: Guice reports a type that says what is wrong, bound by these sources.
    binder()
        .withSource(this)
        .bind(OneEventBusModulePerInjector.class)
        .toInstance(new OneEventBusModulePerInjector(this));
    bind(EventBus.class)
        .toProvider(
            () ->
                new DiscoveringEventBus(factory.apply(usedConfig), discovery, groupCheck)
                    .remindAfter(REMINDER))
        .in(Scopes.SINGLETON);
    bind(EventBusPort.class).to(EventBus.class);
  }

  private <T> @Nullable T orError(Supplier<T> step) {
    try {
      return step.get();
    } catch (IllegalArgumentException unusable) {
      addError("%s", unusable.getMessage());
      return null;
    }
  }

  /** Returns what tells the module from others, without secrets. */
  @Override
  public String toString() {
    return "EventBusModule[%s, %s]"
        .formatted(
            adapter, config == null ? "group of the environment" : "group " + config.group());
  }

  private static <T> T notNull(String what, T value) {
    if (value == null) {
      throw new IllegalArgumentException(what + " is null");
    }
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EventBusModule that
        && adapter.equals(that.adapter)
        && Objects.equals(config, that.config)
        && environment.equals(that.environment);
  }

  @Override
  public int hashCode() {
    return Objects.hash(adapter, config, environment);
  }

  private record OneEventBusModulePerInjector(EventBusModule module) {}
}
