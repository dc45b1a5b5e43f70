package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.postbus.EventQueue;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryStateTest {

  private static final List<Integer> ELEMENT = List.of(1, 4, 17);

  @ParameterizedTest(name = "\"{0}\"")
  @CsvSource(
      delimiter = '|',
      nullValues = "nothing",
      value = {
        // text | pending handlers with their attempts | whether a crash was seen
        "''                  | 1:0 4:0 17:0 | false",
        // some are settled
        "-1                  | 4:0 17:0     | false",
        "-1-17               | 4:0          | false",
        "-1-4-17             | ''           | false",
        "-99                 | 1:0 4:0 17:0 | false",
        "-1-1                | 4:0 17:0     | false",
        // a share of its own wins over what the element names
        "4:2                 | 4:2          | false",
        "1:0,17:3            | 1:0 17:3     | false",
        "5:1                 | 5:1          | false",
        "4:2,17:1-4          | 17:1         | false",
        // crashes
        "~                   | 1:0 4:0 17:0 | true",
        "~4                  | 1:0 4:1 17:0 | true",
        "~1,17               | 1:1 4:0 17:1 | true",
        "~4~4                | 1:0 4:2 17:0 | true",
        "~99                 | 1:0 4:0 17:0 | true",
        "4:2~4               | 4:3          | true",
        "4:2~                | 4:2          | true",
        // in the order they happened
        "~4-4                | 1:0 17:0     | true",
        "-4~4                | 1:0 17:0     | true",
        "-1~4-17~4           | 4:2          | true",
        "1:0,4:1-1~4~4-99    | 4:3          | true",
        // what a store notes for itself
        "@since 12           | 1:0 4:0 17:0 | false",
        "4:2@anything,1:1-4~ | 4:2          | false",
        "~4@-1~17            | 1:0 4:1 17:0 | true",
        "-4@                 | 1:0 17:0     | false",
      })
  void theTextIsFoldedFromLeftToRight(String text, String expected, boolean suspect) {
    DeliveryState state = DeliveryState.parse(text, ELEMENT);

    assertThat(
            state.attempts().entrySet().stream()
                .map(share -> share.getKey() + ":" + share.getValue())
                .collect(Collectors.joining(" ")))
        .isEqualTo(expected);
    assertThat(state.suspect()).isEqualTo(suspect);
  }

  @Test
  void anElementOfNobodyHasNoShares() {
    assertThat(DeliveryState.parse("", List.of()).attempts()).isEmpty();
    assertThat(DeliveryState.parse("~3", List.of())).isEqualTo(new DeliveryState(Map.of(), true));
  }

  @Test
  void handlersThatWereAssignedTakeThePlaceOfNone() {
    assertThat(DeliveryState.parse("2:0,3:0-2", List.of()).attempts()).containsExactly(entry(3, 0));
  }

  @Test
  void aLongHistoryIsNoTrouble() {
    String history = "~1".repeat(5_000) + "-4".repeat(5_000);

    DeliveryState state = DeliveryState.parse(history, ELEMENT);

    assertThat(state.attempts()).containsExactly(entry(1, 5_000), entry(17, 0));
  }

  @Test
  void aClaimIsSuspectWhenACrashWasSeenWithIt() {
    assertThat(DeliveryState.isSuspect(claim("1:0~1"))).isTrue();
    assertThat(DeliveryState.isSuspect(claim("~"))).isTrue();
    assertThat(DeliveryState.isSuspect(claim(""))).isFalse();
    assertThat(DeliveryState.isSuspect(claim("1:3-2"))).isFalse();
  }

  private static Claim claim(String state) {
    return new Claim("d1", EventQueue.LOW, state, new byte[0]);
  }
}
