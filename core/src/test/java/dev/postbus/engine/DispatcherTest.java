package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.postbus.Backoff;
import dev.postbus.EmitOptions;
import dev.postbus.EventQueue;
import dev.postbus.PermanentFailureException;
import dev.postbus.RetryAfterException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DispatcherTest extends DispatcherFixture {

  @Test
  void aClaimIsToldForEachHandlerWithTheAttemptItIsFor() {
    register("mail", (payload, context) -> null);
    register("stock", (payload, context) -> null);

    dispatcher.dispatch(List.of(claim("d1", "", 1, 2)), lease);

    assertThat(listener.claimed)
        .containsExactlyInAnyOrder("claimed e-d1 mail 1", "claimed e-d1 stock 1");
    assertThat(listener.heard).isEmpty();
  }

  @Test
  void aHandlerThatEndsWellIsDoneAndItsListenerHearsOfItWhenTheStoreKnows() {
    register("mail", (payload, context) -> null);

    dispatch(claim("d1", "", 1));

    assertThat(listener.heard).containsExactly("started e-d1 mail 1");
    assertThat(settled()).containsExactly(new Settlement.Done("d1", 1));
    assertThat(listener.heard)
        .containsExactly("started e-d1 mail 1", "handled e-d1 mail 1 in PT0S");
    assertThat(dispatcher.running()).isEmpty();
  }

  @Test
  void aRunWhoseEndCouldNotBeToldIsHandledAgainAndHasUsedItsAttempt() {
    register("mail", (payload, context) -> null);
    dispatcher.dispatch(List.of(claim("d1", "1:1", 1)), lease);
    HandlerRun run = workers.get(EventQueue.LOW).takeWaiting(any -> true).get(0);

    dispatcher.untold(run);

    assertThat(settled())
        .containsExactly(new Settlement.Again("d1", 1, Duration.ofSeconds(1), 2, false));
  }

  @Test
  void handlersOfOneDeliveryAreSettledEachForItself() {
    register("mail", throwing(new IllegalStateException("no server")));
    register("stock", (payload, context) -> null);

    dispatch(claim("d1", "", 1, 2));

    assertThat(settled())
        .containsExactly(
            new Settlement.Again("d1", 1, Duration.ofSeconds(9), 1, false),
            new Settlement.Done("d1", 2));
    assertThat(listener.heard)
        .contains("retried e-d1 mail 1 in PT9S", "handled e-d1 stock 1 in PT0S");
  }

  @Test
  void anAttemptCountsOnFromTheOnesUsedUp() {
    register("mail", throwing(new IllegalStateException("no server")));

    dispatch(claim("d1", "1:1", 1));

    Settlement.Dead dead = onlyDead();
    assertThat(dead.attempts()).as("LOW has two").isEqualTo(2);
    assertThat(dead.handlerId()).isEqualTo("mail");
    assertThat(dead.eventId()).isEqualTo("e-d1");
    assertThat(dead.reason()).startsWith("java.lang.IllegalStateException: no server");
    assertThat(listener.heard).endsWith("dead e-d1 mail 2");
  }

  @Test
  void theAttemptsOfTheEmitWinOverTheHandlersWhichWinOverTheQueues() {
    StringBuilder seen = new StringBuilder();
    RegisteredHandler.Invocation noting =
        (payload, context) -> {
          seen.append(context.maxAttempts()).append(' ');
          return null;
        };
    registry.add(
        List.of(
            handler("mail", OptionalInt.of(6), noting),
            handler("stock", OptionalInt.empty(), noting)));
    byte[] envelope =
        TestRuns.CODEC.encode(
            "e2",
            "order.created",
            "shop",
            TestRuns.TIME,
            EmitOptions.builder().attempts(9).build(),
            Map.of());

    dispatch(
        claim("d1", "", 1, 2),
        new Claim("d2", EventQueue.HIGH, "", Elements.of(envelope, List.of(1, 2))),
        new Claim("d3", EventQueue.HIGH, "", TestRuns.element("e3", Map.of(), List.of(2))));

    assertThat(seen.toString().split(" ")).containsExactlyInAnyOrder("6", "2", "9", "9", "5");
  }

  @Test
  void aPermanentFailureEndsItAtOnce() {
    register("mail", throwing(new PermanentFailureException("unknown customer")));

    dispatch(claim("d1", "", 1));

    assertThat(onlyDead().attempts()).isEqualTo(1);
  }

  @Test
  void aHandlerMaySayWhenItWantsToBeCalledAgain() {
    register("mail", throwing(new RetryAfterException(Duration.ofMinutes(3))));

    dispatch(claim("d1", "", 1));

    assertThat(settled())
        .containsExactly(new Settlement.Again("d1", 1, Duration.ofMinutes(3), 1, false));
  }

  @Test
  void theHandlersBackoffWinsOverTheBuses() {
    registry.add(
        List.of(
            new RegisteredHandler(
                "mail",
                List.of("order.*"),
                TestRuns.MAPPER.readerFor(Map.class),
                OptionalInt.empty(),
                Optional.of(Backoff.none()),
                Optional.empty(),
                throwing(new IllegalStateException("no server")))));

    dispatch(claim("d1", "", 1));

    assertThat(settled()).containsExactly(new Settlement.Again("d1", 1, Duration.ZERO, 1, false));
  }

  static final class Unspeakable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new UnsupportedOperationException("no message");
    }
  }

  @Test
  void aFailureThatCannotBeToldIsSettledAllTheSame() {
    register("mail", throwing(new Unspeakable()));

    dispatch(claim("d1", "", 1), claim("d2", "1:1", 1));

    List<Settlement> settled = settled();
    assertThat(settled).hasSize(2);
    assertThat(settled.get(0)).isInstanceOf(Settlement.Again.class);
    assertThat(((Settlement.Dead) settled.get(1)).reason()).contains(Unspeakable.class.getName());
  }

  @Test
  void aDeliveryWhoseAttemptsWentInCrashesIsADeadLetterThatSaysSo() {
    register("mail", (payload, context) -> fail("ran"));

    dispatch(claim("d1", "1:1~1", 1));

    Settlement.Dead dead = onlyDead();
    assertThat(dead.attempts()).isEqualTo(2);
    assertThat(dead.reason())
        .isEqualTo("the process died while the handler ran; none of its 2 attempts is left");
  }

  @Test
  void aRetryThatComesAfterTheLimitWasLoweredIsADeadLetterThatBlamesNoCrash() {
    register("mail", (payload, context) -> fail("ran"));

    dispatch(claim("d1", "1:4", 1));

    Settlement.Dead dead = onlyDead();
    assertThat(dead.attempts()).isEqualTo(4);
    assertThat(dead.reason())
        .isEqualTo("4 attempts were made and it has 2 now; none of them is left");
  }
}
