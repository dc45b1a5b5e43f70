package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.json.JsonMapper;

class PayloadMapperTest {

  private final JsonMapper mapper = PayloadMapper.create();

  private static Object nested(int depth) {
    Object value = List.of();
    for (int i = 1; i < depth; i++) {
      value = List.of(value);
    }
    return value;
  }

  private static String json(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  @Test
  void depthIsLimitedAlikeWhereItIsWrittenAndRead() {
    assertThat(mapper.writeValueAsString(nested(500))).isEqualTo(json(500));
    assertThat(mapper.readValue(json(500), Object.class)).isEqualTo(nested(500));

    assertThatThrownBy(() -> mapper.writeValueAsString(nested(501)))
        .isInstanceOf(StreamConstraintsException.class);
    assertThatThrownBy(() -> mapper.readValue(json(501), Object.class))
        .isInstanceOf(StreamConstraintsException.class);
  }

  @Test
  void endlessNumbersAndNamesAreRefused() {
    assertThatThrownBy(() -> mapper.readValue("9".repeat(1_001), Object.class))
        .isInstanceOf(StreamConstraintsException.class);
    assertThatThrownBy(() -> mapper.readValue("{\"" + "a".repeat(60_000) + "\":1}", Object.class))
        .isInstanceOf(StreamConstraintsException.class);
  }

  @Test
  void namesOfClassesAreData() {
    String hostile = "{\"@class\":\"java.lang.ProcessBuilder\",\"@type\":\"x\"}";

    assertThat(mapper.readValue(hostile, Object.class))
        .isEqualTo(Map.of("@class", "java.lang.ProcessBuilder", "@type", "x"));
    assertThat(mapper.readValue("[\"java.util.HashMap\",{}]", Object.class))
        .isEqualTo(List.of("java.util.HashMap", Map.of()));
  }
}
