package dev.postbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventBusConfigTest {

  private static EventBusConfig.Builder builder() {
    return EventBusConfig.builder();
  }

  @Test
  void theDefaultsAreAsPromised() {
    EventBusConfig config = EventBusConfig.defaults();

    assertThat(config.group()).isEqualTo("default");
    assertThat(config.groupNamed()).isFalse();
    assertThat(config.source()).isEqualTo("default");
    assertThat(config.namespace()).isEqualTo("postbus");
    assertThat(config.routes().queueFor("order.created")).isEqualTo(EventQueue.DEFAULT);
    assertThat(config.queue(EventQueue.HIGH)).isEqualTo(QueueSettings.of(10, 5));
    assertThat(config.queue(EventQueue.DEFAULT)).isEqualTo(QueueSettings.of(5, 3));
    assertThat(config.queue(EventQueue.LOW)).isEqualTo(QueueSettings.of(5, 3));
    assertThat(config.backoff()).isEqualTo(Backoff.exponential(Duration.ofSeconds(1)));
    assertThat(config.deadLetterLimit()).isEqualTo(1_000);
    assertThat(config.unclaimedLimit()).isEqualTo(10_000);
    assertThat(config.maxPayloadBytes()).isEqualTo(1_048_576);
    assertThat(config.leaseTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.drainTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.deduplicationWindow()).isEqualTo(Duration.ofHours(1));
  }

  private static EventBusConfig everythingSaid(EventBusListener listener) {
    return builder()
        .group("shop")
        .source("shop-eu")
        .namespace("prod")
        .routes(EventRoutes.builder().route("order.*", EventQueue.HIGH).build())
        .queue(EventQueue.LOW, QueueSettings.of(1, 2))
        .backoff(Backoff.none())
        .deadLetterLimit(1)
        .unclaimedLimit(0)
        .maxPayloadBytes(1)
        .leaseTimeout(Duration.ofMillis(500))
        .drainTimeout(Duration.ZERO)
        .deduplicationWindow(Duration.ofMillis(1))
        .listener(listener)
        .build();
  }

  private static void hasEverythingSaid(EventBusConfig config, EventBusListener listener) {
    assertThat(config.group()).isEqualTo("shop");
    assertThat(config.groupNamed()).isTrue();
    assertThat(config.source()).isEqualTo("shop-eu");
    assertThat(config.namespace()).isEqualTo("prod");
    assertThat(config.routes().queueFor("order.created")).isEqualTo(EventQueue.HIGH);
    assertThat(config.queue(EventQueue.LOW)).isEqualTo(QueueSettings.of(1, 2));
    assertThat(config.queue(EventQueue.HIGH)).isEqualTo(QueueSettings.of(10, 5));
    assertThat(config.backoff()).isEqualTo(Backoff.none());
    assertThat(config.deadLetterLimit()).isEqualTo(1);
    assertThat(config.unclaimedLimit()).isZero();
    assertThat(config.maxPayloadBytes()).isEqualTo(1);
    assertThat(config.leaseTimeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.drainTimeout()).isZero();
    assertThat(config.deduplicationWindow()).isEqualTo(Duration.ofMillis(1));
    assertThat(config.listener()).isSameAs(listener);
  }

  @Test
  void whatIsSaidIsKeptAlsoThroughABuilderOfItsOwn() {
    EventBusListener listener = new EventBusListener() {};
    EventBusConfig config = everythingSaid(listener);

    hasEverythingSaid(config, listener);
    hasEverythingSaid(config.toBuilder().build(), listener);
    assertThat(config.toBuilder().group("other").build().source()).isEqualTo("shop-eu");
  }

  @Test
  void theSourceFollowsTheGroupUntilItIsSaid() {
    EventBusConfig named = builder().group("shop").build();

    assertThat(named.source()).isEqualTo("shop");
    assertThat(named.toBuilder().group("mail").build().source()).isEqualTo("mail");
    assertThat(EventBusConfig.defaults().toBuilder().build().groupNamed()).isFalse();
    assertThat(builder().group("default").build().groupNamed()).isTrue();
  }

  @Test
  void whatWasBuiltDoesNotChangeWithItsBuilder() {
    EventBusConfig.Builder builder = builder();
    EventBusConfig first = builder.build();
    builder.group("other").queue(EventQueue.HIGH, QueueSettings.of(1, 1));

    assertThat(first.group()).isEqualTo("default");
    assertThat(first.queue(EventQueue.HIGH)).isEqualTo(QueueSettings.of(10, 5));
  }

  @Test
  void interceptorsAreAddedInOrderAndKeptThroughABuilder() {
    EventBusInterceptor outer = new EventBusInterceptor() {};
    EventBusInterceptor inner = new EventBusInterceptor() {};
    EventBusConfig config = builder().interceptor(outer).build();

    EventBusConfig both = config.toBuilder().interceptor(inner).build();

    assertThat(EventBusConfig.defaults().interceptors()).isEmpty();
    assertThat(config.interceptors()).containsExactly(outer);
    assertThat(both.interceptors()).containsExactly(outer, inner);
    assertThat(both)
        .isEqualTo(builder().interceptor(outer).interceptor(inner).build())
        .isNotEqualTo(config);
  }

  static Stream<Arguments> badValues() {
    return Stream.of(
        bad(() -> builder().routes(null), "routes is null"),
        bad(() -> builder().queue(null, QueueSettings.of(1, 1)), "queue is null"),
        bad(() -> builder().queue(EventQueue.LOW, null), "queue settings is null"),
        bad(() -> builder().backoff(null), "backoff is null"),
        bad(() -> builder().listener(null), "listener is null"),
        bad(() -> builder().interceptor(null), "interceptor is null"),
        bad(() -> builder().deadLetterLimit(0), "deadLetterLimit is 0; it must be at least 1"),
        bad(() -> builder().unclaimedLimit(-1), "unclaimedLimit is -1; it must be at least 0"),
        bad(() -> builder().maxPayloadBytes(0), "maxPayloadBytes is 0; it must be at least 1"),
        bad(
            () -> builder().leaseTimeout(Duration.ofMillis(499)),
            "leaseTimeout is PT0.499S; it must be at least PT0.5S, or short pauses of the JVM lose"
                + " it"),
        bad(
            () -> builder().leaseTimeout(Duration.ZERO),
            "leaseTimeout is PT0S; it must be at least 1 ms and at most 36500 days"),
        bad(
            () -> builder().leaseTimeout(null),
            "leaseTimeout is null; it must be at least 1 ms and at most 36500 days"),
        bad(
            () -> builder().leaseTimeout(ChronoUnit.FOREVER.getDuration()),
            "leaseTimeout is PT2562047788015215H30M7.999999999S; it must be at least 1 ms and at"
                + " most 36500 days"),
        bad(
            () -> builder().drainTimeout(Duration.ofSeconds(-1)),
            "drainTimeout is PT-1S; it must be between zero and 36500 days"),
        bad(
            () -> builder().drainTimeout(null),
            "drainTimeout is null; it must be between zero and 36500 days"),
        bad(
            () -> builder().deduplicationWindow(Duration.ZERO),
            "deduplicationWindow is PT0S; it must be at least 1 ms and at most 36500 days"),
        bad(() -> QueueSettings.of(0, 1), "concurrency is 0; it must be at least 1"),
        bad(() -> QueueSettings.of(1, 0), "attempts is 0; it must be at least 1"),
        bad(() -> new QueueSettings(-1, 1), "concurrency is -1; it must be at least 1"));
  }

  private static Arguments bad(Supplier<?> call, String message) {
    return Arguments.of(call, message);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("badValues")
  void aBadValueIsRefusedAtOnceAndNamed(Supplier<?> call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call::get).withMessage(message);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "a b", "a:b", "{shop}", "café", "a/b", "a*"})
  void namesThatBecomePartOfKeysAreChecked(String bad) {
    String rule = " is \"%s\"; use 1 to 64 letters, digits, '.', '_' or '-'";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().group(bad))
        .withMessage("group" + rule, bad);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().source(bad))
        .withMessage("source" + rule, bad);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().namespace(bad))
        .withMessage("namespace" + rule, bad);
  }

  @Test
  void namesHaveALimit() {
    assertThat(builder().group("g".repeat(64)).build().group()).hasSize(64);
    assertThatIllegalArgumentException().isThrownBy(() -> builder().group("g".repeat(65)));
  }

  @Test
  void theEnvironmentIsRead() {
    EventBusConfig config =
        EventBusConfig.fromEnvironment(
            Map.of(
                "EVENT_BUS_GROUP", "shop",
                "EVENT_BUS_SOURCE", "shop-eu",
                "EVENT_BUS_NAMESPACE", "prod",
                "REDIS_HOST", "not of interest here"));

    assertThat(config.group()).isEqualTo("shop");
    assertThat(config.groupNamed()).isTrue();
    assertThat(config.source()).isEqualTo("shop-eu");
    assertThat(config.namespace()).isEqualTo("prod");
  }

  @Test
  void whatIsAbsentOrBlankInTheEnvironmentKeepsItsDefault() {
    for (Map<String, String> environment :
        List.of(
            Map.<String, String>of(),
            Map.of("EVENT_BUS_GROUP", "", "EVENT_BUS_SOURCE", " ", "EVENT_BUS_NAMESPACE", "\t"))) {
      EventBusConfig config = EventBusConfig.fromEnvironment(environment);

      assertThat(config.group()).isEqualTo("default");
      assertThat(config.groupNamed()).isFalse();
      assertThat(config.source()).isEqualTo("default");
      assertThat(config.namespace()).isEqualTo("postbus");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"EVENT_BUS_GROUP", "EVENT_BUS_SOURCE", "EVENT_BUS_NAMESPACE"})
  void aVariableThatCannotBeUsedIsNamed(String variable) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventBusConfig.fromEnvironment(Map.of(variable, "my shop")))
        .withMessage("%s is \"my shop\"; use 1 to 64 letters, digits, '.', '_' or '-'", variable);
  }

  @Test
  void equalValuesMakeEqualConfigurations() {
    EventBusListener listener = new EventBusListener() {};
    EventBusConfig config = everythingSaid(listener);

    assertThat(config)
        .isEqualTo(everythingSaid(listener))
        .hasSameHashCodeAs(everythingSaid(listener))
        .isEqualTo(config.toBuilder().build())
        .isNotEqualTo(everythingSaid(new EventBusListener() {}))
        .isNotEqualTo(config.toBuilder().group("mail").build())
        .isNotEqualTo(config.toBuilder().queue(EventQueue.HIGH, QueueSettings.of(1, 1)).build())
        .isNotEqualTo(config.toBuilder().routes(EventRoutes.none()).build());
    assertThat(builder().build()).isEqualTo(EventBusConfig.defaults());
    assertThat(builder().group("default").build())
        .as("a group that was named counts as named")
        .isNotEqualTo(EventBusConfig.defaults());
  }

  @Test
  void textShowsWhatMatters() {
    assertThat(builder().group("shop").build().toString())
        .startsWith("EventBusConfig[group=shop, source=shop, namespace=postbus, queues={")
        .endsWith("lease=PT10S]");
  }
}
