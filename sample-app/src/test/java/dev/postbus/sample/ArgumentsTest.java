package dev.postbus.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

  @Test
  void withoutArgumentsItIsFiveOrdersInThisProcess() {
    assertThat(parse()).isEqualTo(new Arguments(false, 5, 2, false, Optional.empty()));
    assertThat(parse("local")).isEqualTo(new Arguments(false, 5, 2, false, Optional.empty()));
  }

  @Test
  void onRedisOrdersAndWorkersCanBeChosen() {
    assertThat(parse("redis")).isEqualTo(new Arguments(true, 5, 2, false, Optional.empty()));
    assertThat(parse("redis", "--workers", "3", "--orders", "10000"))
        .isEqualTo(new Arguments(true, 10_000, 3, false, Optional.empty()));
    assertThat(parse("--orders", "7", "redis"))
        .isEqualTo(new Arguments(true, 7, 2, false, Optional.empty()));
  }

  @Test
  void inTheDashboardOrdersFlowWithoutEnd() {
    Arguments asked = parse("redis", "--dashboard", "--port", "8500", "--seconds", "30");

    assertThat(asked.orders()).isEqualTo(1_000_000);
    assertThat(asked.show())
        .contains(new Arguments.Show(OptionalInt.of(8500), Duration.ofSeconds(30)));
    assertThat(parse("--dashboard", "--orders", "7").orders()).isEqualTo(7);
  }

  @Test
  void theDashboardClosesSoonerWhenNobodySeesTheOutput() {
    assertThat(limit(Arguments.parse(List.of("--dashboard"), false)))
        .isEqualTo(Duration.ofMinutes(10));
    assertThat(limit(Arguments.parse(List.of("--dashboard"), true))).isEqualTo(Duration.ofDays(1));
    assertThat(limit(Arguments.parse(List.of("--dashboard", "--seconds", "5"), true)))
        .isEqualTo(Duration.ofSeconds(5));
  }

  private static Duration limit(Arguments asked) {
    return asked.show().orElseThrow().limit();
  }

  private static Arguments parse(String... arguments) {
    return Arguments.parse(List.of(arguments), false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "help"})
  void helpIsWhatWasAskedFor(String argument) {
    assertThat(parse("redis", argument).help()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rediss              | unknown argument \"rediss\"",
        "local redis         | \"redis\" is one adapter too many",
        "--orders            | --orders lacks its number; give a whole one from 1 to 1,000,000",
        "--orders 0          | --orders is \"0\"; give a whole number from 1 to 1,000,000",
        "--orders ten        | --orders is \"ten\"; give a whole number from 1 to 1,000,000",
        "redis --workers 17  | --workers is \"17\"; give a whole number from 1 to 16",
        "--workers 2         | --workers is for Redis only: ./sample redis --workers 2",
        "redis --port 8500   | --port is for --dashboard only",
        "--seconds 5         | --seconds is for --dashboard only",
        "--dashboard --port 0 | --port is \"0\"; give a whole number from 1 to 65,535"
      })
  void wrongArgumentsAreNamedWithWhatIsAccepted(String arguments, String message) {
    assertThatThrownBy(() -> parse(arguments.split(" ")))
        .isInstanceOfSatisfying(
            SampleException.class, wrong -> assertThat(wrong.exitCode()).isEqualTo(2))
        .hasMessage(message + " (./sample --help explains)");
  }
}
