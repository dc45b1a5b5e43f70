package dev.postbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.cli.Table.Cell;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {

  @ParameterizedTest
  @CsvSource({
    "PT0.34S, 340 ms",
    "PT12.9S, 12 s",
    "PT60S, 1 min",
    "PT3M5S, 3 min 5 s",
    "PT2H5M9S, 2 h 5 min",
    "PT76H, 3 d 4 h"
  })
  void spansHaveTwoUnitsAtMost(Duration span, String text) {
    assertThat(Text.span(span)).isEqualTo(text);
  }

  @Test
  void timesAreToldFromNow() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    assertThat(Text.ago(now.minusSeconds(90), now)).isEqualTo("1 min 30 s ago");
    assertThat(Text.ago(now.plusMillis(5), now)).isEqualTo("just now");
    assertThat(Text.until(now.plusSeconds(5), now)).isEqualTo("in 5 s");
    assertThat(Text.until(now, now)).isEqualTo("due");
  }

  @Test
  void foreignTextCannotSteerTheTerminal() {
    String hostile = "a\u001b[2Jb\u0007\r\nc\u009b31md\te";

    assertThat(Text.line(hostile)).isEqualTo("a?[2Jb? c?31md  e");
    assertThat(Text.firstLine(hostile)).isEqualTo("a?[2Jb?");
    assertThat(Text.lines(hostile)).isEqualTo("a?[2Jb?\nc?31md  e");
  }

  @Test
  void jsonCannotSteerTheTerminalEither() {
    String hostile = "a\u001b[2J\u009b31m\u007f \u00e9\ud83d\udce6";

    String line = Json.line(Map.of("text", hostile));

    assertThat(line).isEqualTo("{\"text\":\"a\\u001B[2J\\u009b31m\\u007f \u00e9\ud83d\udce6\"}");
    assertThat(Json.read(line).path("text").asString()).isEqualTo(hostile);
  }

  @Test
  void tablesAreAlignedAndEndWhereTheTerminalEnds() {
    Table table = new Table(Set.of(1), "NAME", "COUNT", "REASON");
    table.row("shop", Cell.count(1_204, Tone.PLAIN), "x".repeat(40));
    table.row(Cell.of(Tone.STRONG, "mailer"), Cell.count(0, Tone.BAD), "short");

    assertThat(table.lines(30, false))
        .containsExactly(
            "NAME    COUNT  REASON",
            "shop    1,204  " + "x".repeat(12) + "...",
            "mailer      0  short");
    assertThat(table.lines(30, true).get(2))
        .isEqualTo("\u001b[1mmailer\u001b[0m      \u001b[2m0\u001b[0m  short");
  }

  @Test
  void coloursAreForTerminalsAlone() {
    assertThat(colours(true, Map.of())).isTrue();
    assertThat(colours(false, Map.of())).isFalse();
    assertThat(colours(true, Map.of("NO_COLOR", "1"))).isFalse();
    assertThat(colours(true, Map.of("TERM", "dumb"))).isFalse();
  }

  private static boolean colours(boolean interactive, Map<String, String> environment) {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    return new Terminal(
            new ByteArrayInputStream(new byte[0]), nowhere, nowhere, interactive, environment)
        .colours();
  }

  @Test
  void payloadsKeepEveryDigitAndRawOnesStayText() {
    assertThat(Json.pretty("{\"price\":10.10,\"n\":12345678901234567890}"))
        .isEqualTo("{\n  \"price\" : 10.10,\n  \"n\" : 12345678901234567890\n}");
    assertThat(Json.pretty("{broken")).isEqualTo("{broken");
  }

  @Test
  void durationsAreReadAsPeopleTypeThem() {
    assertThat(Durations.parse("500ms")).isEqualTo(Duration.ofMillis(500));
    assertThat(Durations.parse("2h")).isEqualTo(Duration.ofHours(2));
    assertThat(Durations.parse("1d")).isEqualTo(Duration.ofDays(1));
    assertThatThrownBy(() -> Durations.parse("5 minutes")).hasMessageContaining("5 minutes");
  }
}
