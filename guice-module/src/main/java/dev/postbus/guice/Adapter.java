package dev.postbus.guice;

import com.google.inject.Binder;
import dev.postbus.EventBusConfig;
import dev.postbus.engine.EngineBus;
import dev.postbus.local.LocalEventBus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
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
              "{} is set, but events live in this process only, because {} is not \"redisson\"",
              String.join(", ", ignored),
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
        default ->
            throw new IllegalArgumentException(
                "%s is \"%s\"; it must be \"local\"".formatted(VARIABLE, value));
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
