package dev.postbus;

import java.util.Map;
import java.util.Optional;

/** Reads the configuration from environment variables; its messages name the variable. */
final class ConfigEnvironment {

  private static final String GROUP = "EVENT_BUS_GROUP";
  private static final String SOURCE = "EVENT_BUS_SOURCE";
  private static final String NAMESPACE = "EVENT_BUS_NAMESPACE";

  private ConfigEnvironment() {}

  static EventBusConfig read(Map<String, String> environment) {
    EventBusConfig.Builder builder = EventBusConfig.builder();
    name(environment, GROUP).ifPresent(builder::group);
    name(environment, SOURCE).ifPresent(builder::source);
    name(environment, NAMESPACE).ifPresent(builder::namespace);
    return builder.build();
  }

  private static Optional<String> name(Map<String, String> environment, String variable) {
    String value = environment.getOrDefault(variable, "");
    return value.isBlank() ? Optional.empty() : Optional.of(Checks.name(variable, value));
  }
}
