package dev.postbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.postbus.EventBus;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Users of the helpers need not have JUnit, AssertJ or Awaitility. */
class CoreAloneTest {

  private static URL[] coreAndItsDependencies() throws ClassNotFoundException {
    List<URL> locations = new ArrayList<>();
    for (String type :
        List.of(
            TestEventBus.class.getName(),
            EventBus.class.getName(),
            "tools.jackson.databind.ObjectMapper",
            "tools.jackson.core.JsonParser",
            "com.fasterxml.jackson.annotation.JsonProperty",
            "org.slf4j.Logger",
            "org.jspecify.annotations.NullMarked")) {
      locations.add(Class.forName(type).getProtectionDomain().getCodeSource().getLocation());
    }
    return locations.toArray(URL[]::new);
  }

  @Test
  void worksWithCoreAlone() throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(coreAndItsDependencies(), ClassLoader.getPlatformClassLoader())) {
      assertThatExceptionOfType(ClassNotFoundException.class)
          .isThrownBy(() -> loader.loadClass("org.junit.jupiter.api.Test"));

      Class<?> type = loader.loadClass(TestEventBus.class.getName());
      Object bus = type.getMethod("create").invoke(null);
      type.getMethod("emit", String.class, Object.class).invoke(bus, "order.paid", "o-1");
      type.getMethod("settle").invoke(bus);
      type.getMethod("advance", Duration.class).invoke(bus, Duration.ofHours(1));

      assertThat(type.getMethod("emitted").invoke(bus).toString())
          .isEqualTo("emitted events\n  order.paid \"o-1\"");
      type.getMethod("close").invoke(bus);
      Class<?> context = loader.loadClass(TestEventContext.class.getName());
      assertThat(context.getMethod("of", String.class).invoke(null, "order.paid")).isNotNull();
    }
  }
}
