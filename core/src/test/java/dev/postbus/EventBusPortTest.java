package dev.postbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import dev.postbus.EmitException.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What the overloads of the port make of a call. */
class EventBusPortTest {

  private static final EmitOptions LATER = EmitOptions.builder().attempts(9).build();

  @EventType("order.created")
  record Created(String id) implements BaseEvent {}

  @EventType("order.paid")
  record Paid(String id) implements BaseEvent {}

  record Unnamed(String id) implements BaseEvent {}

  private record Receipt(String eventId, int groups, boolean duplicate) implements EmitReceipt {}

  private record Subscribed(
      String pattern, Class<?> payloadType, SubscribeOptions options, Object handler) {}

  /** Remembers the calls of its own methods; ids count up. */
  private static final class RecordingPort implements EventBusPort {
    private final List<String> calls = new ArrayList<>();
    private final List<Subscribed> subscribed = new ArrayList<>();
    private int ids;
    private String failing = "";

    private EmitReceipt receipt() {
      return new Receipt("e" + ++ids, 1, false);
    }

    private static String options(EmitOptions options) {
      return options == EmitOptions.none() ? "none" : "attempts " + options.attempts().orElse(0);
    }

    @Override
    public EmitReceipt emit(String event, Object payload, EmitOptions options) {
      calls.add("emit %s %s %s".formatted(event, payload, options(options)));
      return receipt();
    }

    @Override
    public CompletionStage<EmitReceipt> emitAsync(
        String event, Object payload, EmitOptions options) {
      calls.add("emitAsync %s %s %s".formatted(event, payload, options(options)));
      return CompletableFuture.completedStage(receipt());
    }

    @Override
    public List<EmitReceipt> emitAll(String event, List<?> payloads, EmitOptions options) {
      calls.add("emitAll %s %s %s".formatted(event, payloads, options(options)));
      List<EmitReceipt> receipts = payloads.stream().map(payload -> receipt()).toList();
      if (event.equals(failing)) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        receipts.forEach(receipt -> outcomes.put(receipt.eventId(), Outcome.UNKNOWN));
        throw new EmitException(event, outcomes, "no answer", null);
      }
      return receipts;
    }

    @Override
    public <T> Subscription subscribe(
        String pattern,
        Class<T> payloadType,
        SubscribeOptions options,
        EventHandler<? super T> handler) {
      subscribed.add(new Subscribed(pattern, payloadType, options, handler));
      return () -> {};
    }

    @Override
    public <T> Subscription subscribeAsync(
        String pattern,
        Class<T> payloadType,
        SubscribeOptions options,
        AsyncEventHandler<? super T> handler) {
      throw new UnsupportedOperationException("no overload leads here");
    }
  }

  private final RecordingPort port = new RecordingPort();

  @Test
  void emitTakesNameAndOptionsFromWhereTheyAre() {
    Created created = new Created("o1");

    port.emit("a.b", "text");
    port.emit(created);
    port.emit(created, LATER);

    assertThat(port.calls)
        .containsExactly(
            "emit a.b text none",
            "emit order.created Created[id=o1] none",
            "emit order.created Created[id=o1] attempts 9");
  }

  @Test
  void emitAsyncTakesNameAndOptionsFromWhereTheyAre() {
    Created created = new Created("o1");

    port.emitAsync("a.b", "text");
    port.emitAsync(created);
    port.emitAsync(created, LATER);

    assertThat(port.calls)
        .containsExactly(
            "emitAsync a.b text none",
            "emitAsync order.created Created[id=o1] none",
            "emitAsync order.created Created[id=o1] attempts 9");
  }

  @Test
  void emitAllOfOneNameIsOneCall() {
    port.emitAll("a.b", List.of(1, 2));
    port.emitAll(List.of(new Created("1"), new Created("2")));

    assertThat(port.calls)
        .containsExactly(
            "emitAll a.b [1, 2] none", "emitAll order.created [Created[id=1], Created[id=2]] none");
  }

  @Test
  void runsOfOneNameStayTogetherAndInOrder() {
    List<EmitReceipt> receipts =
        port.emitAll(
            List.of(
                new Created("1"),
                new Created("2"),
                new Paid("3"),
                new Created("4"),
                new Paid("5"),
                new Paid("6")),
            LATER);

    assertThat(port.calls)
        .containsExactly(
            "emitAll order.created [Created[id=1], Created[id=2]] attempts 9",
            "emitAll order.paid [Paid[id=3]] attempts 9",
            "emitAll order.created [Created[id=4]] attempts 9",
            "emitAll order.paid [Paid[id=5], Paid[id=6]] attempts 9");
    assertThat(receipts)
        .extracting(EmitReceipt::eventId)
        .containsExactly("e1", "e2", "e3", "e4", "e5", "e6");
  }

  @Test
  void nothingToEmitIsFine() {
    assertThat(port.emitAll(List.<BaseEvent>of())).isEmpty();
    assertThat(port.calls).isEmpty();
  }

  @Test
  void whenARunFailsTheCallerLearnsWhatBecameOfTheOthers() {
    port.failing = "order.paid";

    EmitException failure =
        catchThrowableOfType(
            EmitException.class,
            () ->
                port.emitAll(
                    List.of(new Created("1"), new Created("2"), new Paid("3"), new Created("4"))));

    assertThat(failure.outcomes())
        .containsExactly(
            entry("e1", Outcome.STORED), entry("e2", Outcome.STORED), entry("e3", Outcome.UNKNOWN));
    assertThat(failure)
        .hasMessageStartingWith("emit of \"order.paid\" failed (e1 STORED, e2 STORED, e3 UNKNOWN)")
        .hasMessageEndingWith("no answer; 2 before it are stored and 1 after it were not emitted");
    assertThat(port.calls).hasSize(2);
  }

  @Test
  void aPayloadWithoutANameIsRefusedBeforeAnythingIsEmitted() {
    String problem = Unnamed.class.getName() + " has no @EventType";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> port.emit(new Unnamed("1")))
        .withMessageStartingWith(problem);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> port.emitAsync(new Unnamed("1")))
        .withMessageStartingWith(problem);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> port.emitAll(List.of(new Created("1"), new Unnamed("2"))))
        .withMessageStartingWith(problem);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> port.subscribe(Unnamed.class, (payload, context) -> {}))
        .withMessageStartingWith(problem);
    assertThat(port.calls).isEmpty();
  }

  @Test
  void nullIsRefusedBeforeAnythingIsEmitted() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> port.emit((BaseEvent) null))
        .withMessage("payload is null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> port.emitAsync((BaseEvent) null))
        .withMessage("payload is null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> port.emitAll((List<BaseEvent>) null))
        .withMessage("payloads is null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> port.emitAll(Arrays.asList(new Created("1"), null)))
        .withMessage("payload is null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> port.subscribe((Class<Created>) null, (payload, context) -> {}))
        .withMessage("eventType is null");
    assertThat(port.calls).isEmpty();
  }

  @Test
  void subscribeTakesPatternTypeAndOptionsFromWhereTheyAre() {
    EventHandler<Object> handler = (payload, context) -> {};

    port.subscribe("order.*", Created.class, handler);
    port.subscribe(Created.class, handler);
    port.subscribe("order.**", handler);

    SubscribeOptions none = SubscribeOptions.none();
    assertThat(port.subscribed)
        .containsExactly(
            new Subscribed("order.*", Created.class, none, handler),
            new Subscribed("order.created", Created.class, none, handler),
            new Subscribed("order.**", Map.class, none, handler));
  }
}
