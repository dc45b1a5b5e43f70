package dev.postbus.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.sample.shop.Tally;
import dev.postbus.testkit.ManualTime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressTroubleTest {

  private static final Duration MOMENT = Duration.ofMillis(1);

  private final ManualTime time = ManualTime.create();
  private final List<String> addresses = new ArrayList<>();
  private final AddressTrouble trouble =
      new AddressTrouble(
          new Workforce() {
            @Override
            public void correct(String customer, String address) {
              addresses.add(customer + " " + address);
            }

            @Override
            public Map<String, Map<Tally.Count, Long>> finish() {
              return Map.of();
            }
          },
          new Console(
              new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), false),
          time::now);

  @Test
  void supportCorrectsTheAddressSomeTimeAfterTheFirstDeadLetter() {
    after(AddressTrouble.CORRECTED_AFTER, 0);
    trouble.step(1);
    after(AddressTrouble.CORRECTED_AFTER.minus(MOMENT), 2);
    assertThat(trouble.isOpen()).isTrue();

    after(MOMENT, 2);

    assertThat(trouble.isOpen()).isFalse();
    assertThat(addresses).containsExactly("Alan alan@example.org");
  }

  @Test
  void theNextCustomerWaitsWithAMistakeUntilNoDeadLetterHasBeenLeftForAWhile() {
    trouble.step(1);
    after(AddressTrouble.CORRECTED_AFTER, 2);
    after(AddressTrouble.PEACE, 2);
    after(MOMENT, 0);
    after(AddressTrouble.PEACE.minus(MOMENT), 0);
    assertThat(trouble.isOpen()).isFalse();

    after(MOMENT, 0);

    assertThat(trouble.isOpen()).isTrue();
    assertThat(addresses).containsExactly("Alan alan@example.org", "Barbara barbara@exmaple.org");
  }

  private void after(Duration duration, int deadLetters) {
    time.advance(duration);
    trouble.step(deadLetters);
  }
}
