package dev.postbus.guice;

import com.google.inject.Binder;
import com.google.inject.Provider;
import dev.postbus.EventBusConfig;
import dev.postbus.engine.EngineBus;
import dev.postbus.local.LocalEventBus;
import dev.postbus.redisson.RedisSettings;
import dev.postbus.redisson.RedissonEventBus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.redisson.api.RedissonClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where events live. Equal adapters make equal modules, which Guice installs once. */
sealed interface Adapter {

  /** The environment variable that chooses the adapter. */
  String VARIABLE = "EVENT_BUS_ADAPTER";

  /**
   * Returns the adapter itself, once the environment has had its say.
   *
   * @throws IllegalArgumentException naming the variable, the value and what is accepted
   */
  default Adapter resolve(Map<String, String> environment) {
    return this;
  }

  /** Returns what makes the bus; called while modules are configured. */
  Function<EventBusConfig, EngineBus> factory(Binder binder);

  /** Returns whether other processes work on the same events, so that the group matters. */
  boolean isShared();

  /**
   * Events live in this process.
   *
   * @param ignored the variables that ask for Redis all the same; never their values
   */
  record Local(Set<String> ignored) implements Adapter {

    private static final Logger log = LoggerFactory.getLogger(EventBusModule.class);

    @Override
    public Function<EventBusConfig, EngineBus> factory(Binder binder) {
      return config -> {
        if (!ignored.isEmpty()) {
          log.warn(
              "{} {} set, but events live in this process only, because {} is not \"redisson\"",
              String.join(", ", ignored),
              ignored.size() == 1 ? "is" : "are",
              VARIABLE);
        }
        return LocalEventBus.create(config);
      };
    }

    @Override
    public String toString() {
      return "local";
    }

    @Override
    public boolean isShared() {
      return false;
    }
  }

  /** Events live on Redis; the bus owns its connections. */
  record Redis(RedisSettings settings) implements Adapter {

    @Override
    public Function<EventBusConfig, EngineBus> factory(Binder binder) {
      return config -> RedissonEventBus.connect(config, settings);
    }

    @Override
    public String toString() {
      return "redisson with " + settings;
    }

    @Override
    public boolean isShared() {
      return true;
    }
  }

  /** Events live on Redis; the client is bound in the injector, and whoever bound it closes it. */
  record RedisOfInjector() implements Adapter {

    @Override
    public Function<EventBusConfig, EngineBus> factory(Binder binder) {
      Provider<RedissonClient> client = binder.getProvider(RedissonClient.class);
      return config -> RedissonEventBus.create(config, client.get());
    }

    @Override
    public String toString() {
      return "redisson with the client of the injector";
    }

    @Override
    public boolean isShared() {
      return true;
    }
  }

  /** {@value #VARIABLE} and REDIS_* decide. */
  record FromEnvironment() implements Adapter {

    private static final List<String> REDIS_VARIABLES =
        List.of(
            "REDIS_HOST",
            "REDIS_PORT",
            "REDIS_USERNAME",
            "REDIS_PASSWORD",
            "REDIS_DATABASE",
            "REDIS_TLS",
            "REDISSON_CONFIG");

    @Override
    public Adapter resolve(Map<String, String> environment) {
      String value = environment.getOrDefault(VARIABLE, "").strip();
      return switch (value) {
        case "", "local" ->
            new Local(
                REDIS_VARIABLES.stream()
                    .filter(name -> !environment.getOrDefault(name, "").isBlank())
                    .collect(Collectors.toCollection(TreeSet::new)));
        case "redisson" -> new Redis(RedisSettings.fromEnvironment(environment));
        default ->
            throw new IllegalArgumentException(
                "%s is \"%s\"; it must be \"local\" or \"redisson\"".formatted(VARIABLE, value));
      };
    }

    @Override
    public Function<EventBusConfig, EngineBus> factory(Binder binder) {
      throw new IllegalStateException("not resolved");
    }

    @Override
    public boolean isShared() {
      throw new IllegalStateException("not resolved");
    }

    @Override
    public String toString() {
      return "adapter of the environment";
    }
  }
}
