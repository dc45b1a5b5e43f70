package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EmitOptions;
import dev.postbus.EventBusConfig;
import dev.postbus.EventPattern;
import dev.postbus.EventQueue;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

/** Whatever comes in, it is understood or refused in one defined way, soon, and nothing is run. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileInputTest {

  private static final int ROUNDS = 3_000;
  private static final ObjectReader READER = TestRuns.MAPPER.readerFor(Map.class);

  static LongStream seeds() {
    return Fuzz.seeds();
  }

  private static byte[] element(Fuzz fuzz) {
    if (fuzz.chance(5)) {
      return fuzz.garbage();
    }
    byte[] envelope =
        TestRuns.CODEC.encode(
            "id-" + fuzz.below(100),
            "order.created",
            "shop",
            TestRuns.TIME,
            EmitOptions.builder().attempts(3).correlationId("c").header("tenant", "blue").build(),
            Map.of("id", 7, "lines", List.of(Map.of("text", fuzz.text()))));
    return fuzz.broken(fuzz.chance(3) ? envelope : Elements.of(envelope, List.of(1, 4, 12)));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anElementIsReadOrRefusedAsUnreadable(long seed) {
    Fuzz fuzz = new Fuzz(seed);
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] element = element(fuzz);
      List<Integer> handlers = Elements.handlers(element);
      assertThat(handlers).isSorted().doesNotHaveDuplicates();
      try {
        Envelope envelope = TestRuns.CODEC.decode(element, TestRuns.TIME);
        read++;
        assertThat(envelope.event()).isNotEmpty();
        assertThat(envelope.metadata(EventQueue.LOW).toString()).isNotEmpty();
        assertThat(envelope.payloadJson()).isNotNull();
        READER.readValue(element, envelope.dataStart(), envelope.dataEnd() - envelope.dataStart());
      } catch (UnreadableElementException | JacksonException refused) {
        assertThat(EnvelopeCodec.firstLine(refused)).isNotBlank();
      }
    }
    assertThat(read).as("some are only scratched").isBetween(1, ROUNDS - 1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aPatternIsRefusedOrMatchesSoon(long seed) {
    Fuzz fuzz = new Fuzz(seed);
    for (int round = 0; round < ROUNDS; round++) {
      try {
        EventPattern pattern = EventPattern.of(fuzz.chance(2) ? fuzz.text() : segments(fuzz));
        pattern.matches(fuzz.text());
        pattern.matches("order.created.".repeat(fuzz.below(40)) + "end");
      } catch (IllegalArgumentException refused) {
        assertThat(refused).message().isNotBlank();
      }
    }
  }

  private static String segments(Fuzz fuzz) {
    StringBuilder pattern = new StringBuilder("**");
    for (int i = fuzz.below(30); i > 0; i--) {
      pattern.append('.').append(fuzz.oneOf("**", "*", "order", "created"));
    }
    return pattern.toString();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aConfigurationIsTakenOrItsVariableNamed(long seed) {
    Fuzz fuzz = new Fuzz(seed);
    List<String> variables = List.of("EVENT_BUS_GROUP", "EVENT_BUS_SOURCE", "EVENT_BUS_NAMESPACE");
    for (int round = 0; round < ROUNDS; round++) {
      Map<String, String> environment = new HashMap<>();
      variables.forEach(variable -> environment.put(variable, fuzz.text()));
      try {
        EventBusConfig config = EventBusConfig.fromEnvironment(environment);
        assertThat(config.namespace()).doesNotContain("{", "}", " ", "\n", "*");
        assertThat(config.group()).doesNotContain("{", "}", " ", "\n", "*", ":");
      } catch (IllegalArgumentException refused) {
        assertThat(variables).anyMatch(variable -> refused.getMessage().contains(variable));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void annotatedMethodsAreTakenOrRefusedWithoutRunningAnything(long seed, @TempDir Path folder)
      throws IOException, ClassNotFoundException {
    Fuzz fuzz = new Fuzz(seed);
    int classes = 60;
    StringBuilder source =
        new StringBuilder("import dev.postbus.*;\nimport java.util.concurrent.*;\n");
    for (int i = 0; i < classes; i++) {
      source.append(listener(fuzz, i));
    }
    compile(folder, source.toString());
    int taken = 0;
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      for (int i = 0; i < classes; i++) {
        // Without initialising it: its static initialiser fails.
        Class<?> type = Class.forName("Listener" + i, false, loader);
        try {
          AnnotatedMethods.of(
              type,
              () -> {
                throw new AssertionError("asked for an instance");
              });
          taken++;
        } catch (IllegalArgumentException refused) {
          assertThat(refused).message().contains("fault").contains("Listener" + i);
        }
      }
    }
    assertThat(taken).isBetween(1, classes - 1);
  }

  private static String listener(Fuzz fuzz, int number) {
    String parameters =
        fuzz.oneOf(
            "String payload",
            "java.util.Map<String, Object> payload",
            "String payload, EventContext context",
            "EventContext context, String payload",
            "EventContext context",
            "",
            "int number",
            "String[] many",
            "String... many",
            "java.util.List<?> wild",
            "Void nothing",
            "Object any, EventContext context, int more",
            "BaseEvent event");
    String returns = fuzz.oneOf("void", "void", "CompletionStage<?>", "int", "Object", "Void");
    String modifiers = fuzz.oneOf("", "", "private ", "protected ", "public ", "static ", "final ");
    String typeParameter = fuzz.chance(8) ? "<T> " : "";
    return """
    class Listener%d {
      static { if (true) throw new AssertionError("initialised"); }
      Listener%d() { throw new AssertionError("made"); }
      @Subscribe(value = {%s}, attempts = %d, backoff = %s, timeout = %s, id = %s)
      %s%s%s on(%s) { throw new AssertionError("run"); }
    }
    """
        .formatted(
            number,
            number,
            fuzz.chance(2) ? literal("order.*") : literal(fuzz.text()),
            fuzz.oneOf(0, 0, 3, -1, Integer.MIN_VALUE),
            fuzz.chance(2)
                ? "\"\""
                : literal(fuzz.oneOf("fixed:5s", "none", "fixed:-1s", fuzz.text())),
            fuzz.chance(2) ? "\"\"" : literal(fuzz.oneOf("30s", "0s", fuzz.text())),
            fuzz.chance(2) ? "\"\"" : literal(fuzz.oneOf("handler", fuzz.text())),
            modifiers,
            typeParameter,
            returns,
            parameters);
  }

  private static String literal(String text) {
    StringBuilder literal = new StringBuilder("\"");
    text.chars()
        .limit(300)
        .forEach(c -> literal.append(String.format("\\u%04x", c).replace("\\u000a", "\\n")));
    return escaped(literal.append('"').toString());
  }

  /**
   * Unicode escapes are read before anything else: quotes, ends of line and backslashes need more.
   */
  private static String escaped(String literal) {
    return literal.replace("\\u0022", "\\\"").replace("\\u000d", "\\r").replace("\\u005c", "\\\\");
  }

  private static void compile(Path folder, String source) throws IOException {
    Path file = Files.writeString(folder.resolve("Listeners.java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int result =
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "-nowarn",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            folder.toString(),
            file.toString());
    assertThat(result).as(source).isZero();
  }
}
