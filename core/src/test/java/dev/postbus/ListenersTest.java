package dev.postbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ListenersTest {

  private final List<String> heard = new ArrayList<>();

  private EventBusListener listener(String name, RuntimeException thrown) {
    return (EventBusListener)
        Proxy.newProxyInstance(
            EventBusListener.class.getClassLoader(),
            new Class<?>[] {EventBusListener.class},
            (proxy, method, arguments) -> {
              heard.add(name + " " + method.getName() + Arrays.toString(arguments));
              if (thrown != null) {
                throw thrown;
              }
              return null;
            });
  }

  static Stream<Method> transitions() {
    return Arrays.stream(EventBusListener.class.getDeclaredMethods()).filter(Method::isDefault);
  }

  private static Object anyOf(Class<?> type) {
    if (type == int.class) {
      return 7;
    }
    if (type == boolean.class) {
      return true;
    }
    if (type == String.class) {
      return "text";
    }
    if (type == Duration.class) {
      return Duration.ofSeconds(3);
    }
    return type == EventQueue.class ? EventQueue.LOW : null;
  }

  @ParameterizedTest
  @MethodSource("transitions")
  void everyTransitionIsToldToAllInOrderWithAllThatIsKnown(Method transition) throws Exception {
    EventBusListener both = EventBusListener.all(listener("a", null), listener("b", null));
    Object[] arguments =
        Arrays.stream(transition.getParameterTypes()).map(ListenersTest::anyOf).toArray();

    transition.invoke(both, arguments);

    String told = transition.getName() + Arrays.toString(arguments);
    assertThat(heard).containsExactly("a " + told, "b " + told);
  }

  @Test
  void whatOneThrowsIsThrownWhenAllHaveBeenTold() throws Exception {
    RuntimeException first = new IllegalStateException("first");
    RuntimeException second = new IllegalStateException("second");
    EventBusListener all =
        EventBusListener.all(listener("a", first), listener("b", null), listener("c", second));

    Throwable thrown = catchThrowable(() -> all.onLeaseLost("shop"));

    assertThat(heard)
        .containsExactly("a onLeaseLost[shop]", "b onLeaseLost[shop]", "c onLeaseLost[shop]");
    assertThat(thrown).isSameAs(first).hasSuppressedException(second);
    assertThat(thrown).isNotInstanceOf(InvocationTargetException.class);
  }

  @Test
  void anUndeclaredCheckedExceptionKeepsNoneFromBeingToldEither() {
    Exception sneaky = new java.io.IOException("sneaky");
    EventBusListener all = EventBusListener.all(new SneakyListener(sneaky), listener("b", null));

    Throwable thrown = catchThrowable(() -> all.onLeaseLost("shop"));

    assertThat(heard).containsExactly("b onLeaseLost[shop]");
    assertThat(thrown).hasCause(sneaky);
  }

  private record SneakyListener(Exception thrown) implements EventBusListener {

    @Override
    public void onLeaseLost(String group) {
      SneakyListener.<RuntimeException>sneak(thrown);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Exception> void sneak(Exception thrown) throws T {
      throw (T) thrown;
    }
  }

  @Test
  void aListOfListsIsFlatAndOneIsItself() {
    EventBusListener one = listener("a", null);
    EventBusListener two = listener("b", null);

    assertThat(EventBusListener.all(one)).isSameAs(one);
    assertThat(EventBusListener.all(EventBusListener.all(one, two), one))
        .isEqualTo(EventBusListener.all(one, two, one));
  }

  @Test
  void nullIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventBusListener.all((EventBusListener) null))
        .withMessage("listener is null");
  }
}
