package dev.postbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.redisson.RedissonEventBus;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The jar that people run, as a process of its own. */
@ExtendWith(RealRedis.class)
class RunnableJarIT {

  private static final String JAR = System.getProperty("postbus.jar");
  private static final int STOPPED_BY_SIGTERM = 143;

  @TempDir private Path folder;

  private Process start(Scene scene, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", JAR));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.matches("(REDIS|EVENT_BUS|JAVA_TOOL).*"));
    builder.environment().putAll(scene.environment());
    builder.redirectInput(new File("/dev/null"));
    builder.redirectOutput(folder.resolve("out").toFile());
    builder.redirectError(folder.resolve("err").toFile());
    return builder.start();
  }

  private int code(Process process) throws Exception {
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private String out() throws Exception {
    return Files.readString(folder.resolve("out"));
  }

  private String err() throws Exception {
    return Files.readString(folder.resolve("err"));
  }

  @Test
  void printsTheResultAndNothingElse(Scene scene) throws Exception {
    RedissonEventBus shop = scene.bus("shop", "Payments.charge", Scene.refusing());
    scene.deadLetters(shop, "shop", "order-1");

    int code = code(start(scene, "dead", "list", "--json"));

    assertThat(err()).isEmpty();
    assertThat(code).isZero();
    assertThat(out()).hasLineCount(1);
    assertThat(Json.read(out()).path("deadLetters").path(0).path("eventId").asString())
        .isEqualTo("order-1");
  }

  @Test
  void endsSoonWithOneLineWhenNoRedisIsThere(Scene scene) throws Exception {
    int code = code(start(scene, "stats", "--port", "1"));

    assertThat(code).isOne();
    assertThat(out()).isEmpty();
    assertThat(err()).startsWith("postbus: no Redis answers at ").hasLineCount(1);
  }

  @Test
  void servesTheDashboardUntilItIsStopped(Scene scene) throws Exception {
    Process process = start(scene, "dashboard", "--listen", "0");
    try {
      Scene.until(() -> out().contains("\n") || !process.isAlive());
      Matcher uri = Pattern.compile("http://\\S+/").matcher(out());
      assertThat(uri.find()).as(out() + err()).isTrue();
      try (var page = java.net.URI.create(uri.group()).toURL().openStream()) {
        assertThat(new String(page.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
            .contains("<html");
      }
      process.destroy();
      assertThat(code(process)).isEqualTo(STOPPED_BY_SIGTERM);
      assertThat(err()).isEmpty();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void holdsEachFileOnceAndTheLicences() throws Exception {
    try (JarFile jar = new JarFile(JAR)) {
      List<String> names = jar.stream().map(ZipEntry::getName).toList();

      assertThat(names).doesNotHaveDuplicates();
      assertThat(names)
          .contains(
              "META-INF/LICENSE",
              "META-INF/NOTICE",
              "META-INF/services/org.slf4j.spi.SLF4JServiceProvider",
              "dev/postbus/redisson/claim.lua",
              "dev/postbus/dashboard/web/index.html")
          .noneMatch(name -> name.matches("META-INF/[^/]+\\.(SF|RSA|DSA)|.*module-info\\.class"));
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo(Postbus.class.getName());
    }
  }
}
