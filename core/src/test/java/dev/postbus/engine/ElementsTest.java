package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElementsTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<Integer> handlers(String element) {
    return Elements.handlers(bytes(element));
  }

  @Test
  void anElementIsItsEnvelopeWithTheHandlersInFront() {
    byte[] element = Elements.of(bytes("{\"id\":\"é\"}"), List.of(1, 4));

    assertThat(new String(element, StandardCharsets.UTF_8))
        .isEqualTo("{\"handlers\":\"1,4\",\"id\":\"é\"}");
    assertThat(Elements.prefix(List.of(1, 4)) + "\"id\":\"é\"}")
        .isEqualTo(new String(element, StandardCharsets.UTF_8));
    assertThat(Elements.handlers(element)).containsExactly(1, 4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"1; 1", "0; 0", "0,1; 0,1", "7,70,700; 7,70,700", "999999999; 999999999"})
  void theHandlersOfAPublishersElementAreRead(String written, String expected) {
    assertThat(
            handlers("{\"handlers\":\"%s\",\"id\":\"x\"}".formatted(written)).stream()
                .map(String::valueOf)
                .collect(Collectors.joining(",")))
        .isEqualTo(expected);
  }

  @Test
  void thereMayBeManyHandlers() {
    List<Integer> many = IntStream.range(0, 10_000).boxed().toList();

    assertThat(Elements.handlers(Elements.of(bytes("{\"id\":\"x\"}"), many))).isEqualTo(many);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "hello",
        "{\"handlers\":\"",
        "{\"handlers\":\"1",
        "{\"handlers\":\"1\"",
        // no number, or what is none
        "{\"handlers\":\"\",\"id\":\"x\"}",
        "{\"handlers\":\",\",\"id\":\"x\"}",
        "{\"handlers\":\"1,\",\"id\":\"x\"}",
        "{\"handlers\":\",1\",\"id\":\"x\"}",
        "{\"handlers\":\"1,,2\",\"id\":\"x\"}",
        "{\"handlers\":\"a\",\"id\":\"x\"}",
        "{\"handlers\":\"1a\",\"id\":\"x\"}",
        "{\"handlers\":\"-1\",\"id\":\"x\"}",
        "{\"handlers\":\"+1\",\"id\":\"x\"}",
        "{\"handlers\":\"1.5\",\"id\":\"x\"}",
        "{\"handlers\":\"1;2\",\"id\":\"x\"}",
        "{\"handlers\":\"1 ,2\",\"id\":\"x\"}",
        "{\"handlers\":\" 1\",\"id\":\"x\"}",
        "{\"handlers\":\"\\u0031\",\"id\":\"x\"}",
        "{\"handlers\":\"１\",\"id\":\"x\"}",
        // too large to be a number of a handler
        "{\"handlers\":\"1000000000\",\"id\":\"x\"}",
        "{\"handlers\":\"99999999999999999999\",\"id\":\"x\"}",
        // not ascending
        "{\"handlers\":\"1,1\",\"id\":\"x\"}",
        "{\"handlers\":\"2,1\",\"id\":\"x\"}",
        "{\"handlers\":\"1,3,2\",\"id\":\"x\"}",
        // another beginning
        " {\"handlers\":\"1\",\"id\":\"x\"}",
        "{ \"handlers\":\"1\",\"id\":\"x\"}",
        "{\"handlers\" :\"1\",\"id\":\"x\"}",
        "{\"handlers\": \"1\",\"id\":\"x\"}",
        "{\"handlers\":1,\"id\":\"x\"}",
        "{\"handlers\":[1],\"id\":\"x\"}",
        "{\"Handlers\":\"1\",\"id\":\"x\"}",
        "{\"handler\":\"1\",\"id\":\"x\"}",
        "{'handlers':'1','id':'x'}",
        "{\"id\":\"x\",\"handlers\":\"1\"}",
        "\ufeff{\"handlers\":\"1\",\"id\":\"x\"}",
        "[{\"handlers\":\"1\",\"id\":\"x\"}]"
      })
  void whateverDoesNotBeginExactlySoNamesNoHandlers(String element) {
    assertThat(handlers(element)).isEmpty();
  }

  @Test
  void anElementThatIsCutAnywhereInItsBeginningNamesNoHandlers() {
    String beginning = "{\"handlers\":\"12,345\"";

    for (int length = 0; length < beginning.length(); length++) {
      assertThat(handlers(beginning.substring(0, length))).as("%d bytes", length).isEmpty();
    }
  }

  @Test
  void bytesThatAreNoTextNameNoHandlers() {
    byte[] noise = new byte[300];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (byte) i;
    }
    assertThat(Elements.handlers(noise)).isEmpty();
    assertThat(Elements.handlers(new byte[300])).isEmpty();
  }
}
