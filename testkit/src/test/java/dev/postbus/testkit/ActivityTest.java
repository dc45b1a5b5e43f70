package dev.postbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventBusListener;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ActivityTest {

  /**
   * A listener's methods do nothing by default: one that is not passed on would be lost silently.
   */
  @Test
  void passesOnEveryTransition() {
    Function<Method, String> shown =
        method -> method.getName() + Arrays.toString(method.getParameterTypes());

    assertThat(Activity.class.getDeclaredMethods())
        .extracting(shown)
        .containsAll(
            Arrays.stream(EventBusListener.class.getDeclaredMethods())
                .filter(Method::isDefault)
                .map(shown)
                .toList());
  }
}
