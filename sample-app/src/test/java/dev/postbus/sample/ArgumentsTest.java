package dev.postbus.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

  @Test
  void withoutArgumentsItIsFiveOrdersInThisProcess() {
    assertThat(Arguments.parse(List.of())).isEqualTo(new Arguments(false, 5, 2, false));
    assertThat(Arguments.parse(List.of("local"))).isEqualTo(new Arguments(false, 5, 2, false));
  }

  @Test
  void onRedisOrdersAndWorkersCanBeChosen() {
    assertThat(Arguments.parse(List.of("redis"))).isEqualTo(new Arguments(true, 5, 2, false));
    assertThat(Arguments.parse(List.of("redis", "--workers", "3", "--orders", "10000")))
        .isEqualTo(new Arguments(true, 10_000, 3, false));
    assertThat(Arguments.parse(List.of("--orders", "7", "redis")))
        .isEqualTo(new Arguments(true, 7, 2, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "help"})
  void helpIsWhatWasAskedFor(String argument) {
    assertThat(Arguments.parse(List.of("redis", argument)).help()).isTrue();
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
        "--workers 2         | --workers is for Redis only: ./sample redis --workers 2"
      })
  void wrongArgumentsAreNamedWithWhatIsAccepted(String arguments, String message) {
    assertThatThrownBy(() -> Arguments.parse(List.of(arguments.split(" "))))
        .isInstanceOfSatisfying(
            SampleException.class, wrong -> assertThat(wrong.exitCode()).isEqualTo(2))
        .hasMessage(message + " (./sample --help explains)");
  }
}
