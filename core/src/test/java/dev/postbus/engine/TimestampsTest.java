package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

  @Test
  void whatIsWrittenIsWhatTheJdkWrites() {
    Random random = new Random(20261123);
    for (int i = 0; i < 20_000; i++) {
      Instant time =
          Instant.ofEpochMilli(random.nextLong(-70_000_000_000_000L, 260_000_000_000_000L));

      assertThat(Timestamps.format(time)).isEqualTo(time.toString());
      assertThat(Timestamps.parse(Timestamps.format(time))).isEqualTo(time);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-23T12:00:00Z",
        "2026-11-23T12:00:00.123456789Z",
        "2028-02-29T23:59:59.999Z",
        "-0001-12-31T23:59:59.999Z",
        "+10000-01-01T00:00:00.001Z"
      })
  void othersAreWrittenAndReadAsWell(String text) {
    Instant time = Instant.parse(text);

    assertThat(Timestamps.format(time)).isEqualTo(text);
    assertThat(Timestamps.parse(text)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-23T12:00:00.123+02:00",
        "2026-11-23T12:00:00.123-00:30",
        "2026-11-23T12:00Z",
        "2026-11-23T12:00:00.1Z"
      })
  void offsetsAndOtherPrecisionsAreRead(String text) {
    assertThat(Timestamps.parse(text)).isEqualTo(OffsetDateTime.parse(text).toInstant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-23T24:00:00.000Z",
        "2026-11-23T12:60:00.000Z",
        "2026-11-23T12:00:60.000Z",
        "2026-02-29T12:00:00.000Z",
        "2026-13-01T12:00:00.000Z",
        "2026-00-01T12:00:00.000Z",
        "2026-11-23 12:00:00.000Z",
        "2026-11-23T12:00:00,000Z",
        "2026-11-23T12:00:0x.000Z",
        "yesterday"
      })
  void whatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(() -> Timestamps.parse(text)).isInstanceOf(DateTimeException.class);
  }
}
