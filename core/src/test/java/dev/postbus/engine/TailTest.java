package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventPattern;
import dev.postbus.EventQueue;
import dev.postbus.HandledEvent;
import dev.postbus.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who tails and who handles, on a broadcast that tells at once. */
class TailTest {

  private final ManualTime time = new ManualTime();
  private final FakeStore store = new FakeStore();
  private final TailMessages messages = new TailMessages(TestRuns.MAPPER);
  private final TestRuns runs = new TestRuns(time);
  private final ManualExecutor executor = new ManualExecutor();
  private final TailTap tap = new TailTap("shop", store.broadcast(), messages, time);
  private final Tails tails = new Tails(store, messages, time, executor);
  private final List<HandledEvent> shown = new ArrayList<>();

  @BeforeEach
  void start() {
    tap.start();
  }

  private void handle(int times) {
    handle(times, Map.of("id", 1));
  }

  private void handle(int times, Object payload) {
    RegisteredHandler handler = TestRuns.handler((any, context) -> null);
    for (int i = 0; i < times; i++) {
      tap.ended(
          runs.run(TestRuns.claim("d1", EventQueue.DEFAULT, "", payload), handler),
          TailTap.HANDLED);
    }
  }

  private Subscription tail(String pattern) {
    return tails.open(EventPattern.of(pattern), shown::add);
  }

  private int told() {
    return store.broadcast.told(TailMessages.EVENTS);
  }

  @Test
  void nothingIsToldWhileNobodyLooks() {
    handle(3);
    assertThat(told()).isZero();

    tail("payment.*");
    handle(3);
    assertThat(told()).isZero();

    tail("order.*");
    handle(3);
    executor.runAll();
    assertThat(shown).hasSize(3);
  }

  @Test
  void aWishIsRepeatedAndEndsWithWhoHadIt() {
    Subscription tail = tail("order.*");
    for (int i = 0; i < 20; i++) {
      time.advance(Duration.ofSeconds(2));
      handle(1);
    }
    assertThat(told()).isEqualTo(20);
    assertThat(store.broadcast.told(TailMessages.WISHES)).isEqualTo(21);

    tail.close();
    time.advance(TailTap.WISH_HOLDS);
    handle(1);

    assertThat(told()).isEqualTo(20);
    assertThat(store.broadcast.told(TailMessages.WISHES)).isEqualTo(21);
    assertThat(store.broadcast.listeners.get(TailMessages.EVENTS)).isEmpty();
  }

  @Test
  void noMoreThanAHundredPerSecondAreToldAndTheRestIsCounted() {
    tail("**");
    handle(250);
    assertThat(told()).isEqualTo(100);

    time.advance(Duration.ofSeconds(1));
    handle(2);
    executor.runAll();

    assertThat(shown).hasSize(102);
    assertThat(shown).extracting(HandledEvent::leftOut).startsWith(0L, 0L).endsWith(150L, 0L);
  }

  @Test
  void whoIsSlowToLookMissesWhatIsCounted() {
    tail("**");
    for (int i = 0; i < 12; i++) {
      handle(100);
      time.advance(Duration.ofSeconds(1));
    }
    executor.runAll();

    assertThat(shown).hasSize(1_000);
    assertThat(shown.stream().mapToLong(HandledEvent::leftOut).sum()).isEqualTo(200);
  }

  @Test
  void longPayloadsAreCut() {
    tail("**");

    handle(1, Map.of("text", "x".repeat(20_000)));
    executor.runAll();

    assertThat(shown.get(0).payloadJson()).hasSize(10_000).startsWith("{\"text\":\"xxx");
    assertThat(shown.get(0).isCut()).isTrue();
  }

  @Test
  void noCharacterIsCutInHalf() {
    tail("**");

    for (String before : List.of("", "x")) {
      handle(1, Map.of("text", before + "\ud83d\udce6".repeat(10_000)));
    }
    executor.runAll();

    assertThat(shown)
        .extracting(handled -> handled.payloadJson().length())
        .containsExactlyInAnyOrder(9_999, 10_000);
    assertThat(shown).allMatch(HandledEvent::isCut);
  }

  @Test
  void whatNobodyUnderstandsIsLeftAlone() {
    tail("**");
    for (String text : List.of("", "{", "[]", "{\"id\":1}", "{\"pattern\":\"a..b\"}", "null")) {
      byte[] message = text.getBytes(StandardCharsets.UTF_8);
      store.broadcast.tell(TailMessages.WISHES, message);
      store.broadcast.tell(TailMessages.EVENTS, message);
    }
    handle(1);
    executor.runAll();

    assertThat(shown).hasSize(1);
  }

  @Test
  void anInstanceThatHasStoppedTellsNothing() {
    tail("**");
    tap.stop();
    handle(1);

    assertThat(told()).isZero();
    assertThat(store.broadcast.listeners.get(TailMessages.WISHES)).isEmpty();
  }
}
