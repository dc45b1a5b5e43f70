package dev.postbus.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalSampleTest {

  @Test
  void countsWhatTheHandlersDid() {
    Run run = Run.of(Map.of());

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.lastLine())
        .isEqualTo(
            "summary: orders=5 payments=5 notifications=5 analytics=5 retried=1 dead=1 redriven=1"
                + " invoices=5");
  }

  @Test
  void tellsWhatHappensInOrder() {
    List<String> told = Run.of(Map.of(), "local").out();

    assertThat(told)
        .anySatisfy(line -> assertThat(line).contains("HIGH", "payments", "EUR paid"))
        .anySatisfy(line -> assertThat(line).contains("DEFAULT", "notifications", "sent to ada@"))
        .anySatisfy(line -> assertThat(line).contains("DEFAULT", "warehouse", "packed for Ada"))
        .anySatisfy(line -> assertThat(line).contains("LOW", "analytics", "counted"))
        .anySatisfy(line -> assertThat(line).contains("invoices", "asked for were 1000"));
    assertInOrder(told, "2  card network busy", "2  34.99 EUR paid at attempt 2");
    assertInOrder(
        told, "no such mailbox", "gave up on order.created", "corrects", "sent to alan@example");
  }

  @Test
  void ofManyOrdersOnlyTheFirstAreTold() {
    Run run = Run.of(Map.of(), "--orders", "1000");

    assertThat(run.lastLine())
        .isEqualTo(
            "summary: orders=1000 payments=1000 notifications=1000 analytics=1000 retried=10 dead=1"
                + " redriven=1 invoices=1000");
    assertThat(run.out()).hasSizeLessThan(60);
  }

  @Test
  void aWrongArgumentIsOneLineAndExitCodeTwo() {
    Run run = Run.of(Map.of(), "--order", "5");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .containsExactly("sample: unknown argument \"--order\" (./sample --help explains)");
  }

  @Test
  void helpExplainsItself() {
    Run run = Run.of(Map.of(), "--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .anySatisfy(line -> assertThat(line).contains("--orders N"))
        .anySatisfy(line -> assertThat(line).contains("--workers N"))
        .anySatisfy(line -> assertThat(line).contains("REDIS_HOST"));
  }

  private static void assertInOrder(List<String> lines, String... parts) {
    int from = 0;
    String all = String.join("\n", lines);
    for (String part : parts) {
      int found = all.indexOf(part, from);
      assertThat(found).as("\"%s\" comes next in%n%s", part, all).isNotNegative();
      from = found;
    }
  }
}
