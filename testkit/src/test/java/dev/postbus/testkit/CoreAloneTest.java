package dev.postbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.postbus.EventBus;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.ObjectMapper;

/** Users of the helpers need not have JUnit, AssertJ or Awaitility. */
class CoreAloneTest {

  private static URL[] coreAndItsDependencies() {
    return Stream.of(
            TestEventBus.class,
            EventBus.class,
            ObjectMapper.class,
            JsonParser.class,
            JsonProperty.class,
            Logger.class,
            NullMarked.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .toArray(URL[]::new);
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
