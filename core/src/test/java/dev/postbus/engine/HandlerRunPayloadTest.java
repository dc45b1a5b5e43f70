package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.postbus.EventQueue;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs whose payload is not what their handler takes. */
@Timeout(30)
class HandlerRunPayloadTest extends HandlerRunFixture {

  @Test
  void aNullPayloadIsUndecodableAndNothingRuns() {
    Claim claim =
        new Claim(
            "d1",
            EventQueue.DEFAULT,
            "",
            """
            {"handlers":"1","specversion":"1.0","id":"e","source":"s","type":"t","data":null}\
            """
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    HandlerRun run = runs.run(claim, TestRuns.handler((payload, context) -> fail("ran")));

    assertThat(execute(run)).isTrue();
    run.report();

    assertThat(runs.heard).containsExactly("undecodable d1: the payload is null");
    assertThat(run.ended()).isTrue();
  }

  record Order(String id, int sum) {
    Order {
      if (sum < 0) {
        throw new IllegalArgumentException("sum is " + sum + "; it must not be negative");
      }
      if (sum == 13) {
        throw new AssertionError("thirteen");
      }
    }
  }

  private static RegisteredHandler ofOrders() {
    return TestRuns.handler("orders", Order.class, (payload, context) -> fail("ran"));
  }

  @Test
  void aPayloadOfAnotherShapeIsUndecodableAndSaysWhy() {
    HandlerRun run = payloadIs(Map.of("id", "o1", "sum", "many"), ofOrders());

    assertThat(execute(run)).isTrue();
    run.report();

    assertThat(runs.heard).hasSize(1);
    assertThat(runs.heard.get(0))
        .startsWith("undecodable d1: the payload cannot be read: ")
        .contains("many")
        .doesNotContain("\n");
  }

  @Test
  void aPayloadThatItsOwnTypeRefusesIsUndecodableAndSaysWhy() {
    HandlerRun run = payloadIs(Map.of("id", "o1", "sum", -1), ofOrders());

    execute(run);
    run.report();

    assertThat(runs.heard.get(0))
        .startsWith("undecodable d1: the payload cannot be read: ")
        .contains("sum is -1; it must not be negative");
  }

  @Test
  void anErrorInAPayloadTypeFailsTheAttemptAndNothingElse() {
    HandlerRun run = payloadIs(Map.of("id", "o1", "sum", 13), ofOrders());

    assertThat(execute(run)).isTrue();
    run.report();

    assertThat(runs.heard).containsExactly("ended d1 AssertionError");
    assertThat(run.ended()).isTrue();
  }

  static final class Unspeakable {
    public void setId(String id) {
      throw new IllegalStateException() {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
          throw new UnsupportedOperationException("no message");
        }
      };
    }
  }

  @Test
  void aPayloadTypeWhoseFailureCannotBeToldIsUndecodable() {
    HandlerRun run =
        payloadIs(
            Map.of("id", "o1"),
            TestRuns.handler("h", Unspeakable.class, (payload, context) -> fail("ran")));

    assertThat(execute(run)).isTrue();
    run.report();

    assertThat(runs.heard).hasSize(1);
    assertThat(runs.heard.get(0)).startsWith("undecodable d1: the payload cannot be read: ");
  }
}
