package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.postbus.EventBusListener;
import dev.postbus.logging.CapturedLog;
import java.util.List;
import java.util.ServiceConfigurationError;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SafeListenerTest {

  static List<Throwable> whateverItIs() {
    return List.of(
        new IllegalStateException("broken"),
        new ServiceConfigurationError("no provider"),
        new OutOfMemoryError("as if"),
        new Error("of an application"));
  }

  @ParameterizedTest
  @MethodSource("whateverItIs")
  void whatAListenerThrowsIsLoggedAndGoesNoFurther(Throwable thrown) {
    try (CapturedLog log = CapturedLog.of(SafeListener.class)) {
      EventBusListener safe = new SafeListener(new Throwing(thrown), new ManualTime());

      assertThatNoException().isThrownBy(() -> safe.onLeaseLost("shop"));

      assertThat(log.lines("ERROR"))
          .containsExactly("ERROR The event bus listener failed; delivery is not affected");
    }
  }

  private record Throwing(Throwable thrown) implements EventBusListener {

    @Override
    public void onLeaseLost(String group) {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) thrown;
    }
  }
}
