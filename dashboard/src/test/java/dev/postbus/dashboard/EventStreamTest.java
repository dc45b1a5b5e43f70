package dev.postbus.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class EventStreamTest {

  /** Returns one that nobody may ask for anything. */
  private static <T> T untouched(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              throw new AssertionError(method);
            }));
  }

  @Test
  void requestOfAStreamThatWasCutOffBeforeItWasOpenedFails() {
    AtomicInteger ended = new AtomicInteger();
    EventStream stream = new EventStream(new Session("id", "csrf", "", 0), ended::incrementAndGet);
    AtomicReference<Throwable> failure = new AtomicReference<>();

    for (int i = 0; i < 300; i++) {
      stream.send(EventStream.event("handled", i));
    }
    stream.open(
        untouched(Request.class), untouched(Response.class), Callback.from(() -> {}, failure::set));

    assertThat(ended).hasValue(1);
    assertThat(failure.get()).hasMessage("the client reads too slowly");
  }
}
