package dev.postbus.dashboard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.postbus.testkit.redis.PrivateRedis;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What looking on costs a Redis that holds a million events. */
class CostTest {

  /** Each list shows fifty events; all of them together would be hundreds of megabytes. */
  private static final long MOST_BYTES = 10 << 20;

  /** A script that went through all events would take longer, even alone on a fast machine. */
  private static final String SLOW_MICROS = "200000";

  @RegisterExtension private static final Scene SCENE = new Scene();

  private static long info(String name) {
    return String.valueOf(SCENE.bus().redis().command("INFO", "all"))
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> Long.parseLong(line.substring(name.length() + 1).strip()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void noViewReadsOrHoldsUpMuch() {
    PrivateRedis redis = SCENE.bus().redis();
    redis.command("CONFIG", "SET", "slowlog-log-slower-than", SLOW_MICROS);
    redis.command("SLOWLOG", "RESET");
    long before = info("total_net_output_bytes");

    lookAtEverything();

    assertThat(info("total_net_output_bytes") - before).isLessThan(MOST_BYTES);
    // A busy machine may hold up any script; one that goes through all events is slow each time.
    for (int again = 0; again < 3 && !slow(redis).isEmpty(); again++) {
      redis.command("SLOWLOG", "RESET");
      lookAtEverything();
    }
    assertThat(slow(redis)).isEmpty();
  }

  private static List<?> slow(PrivateRedis redis) {
    return (List<?>) redis.command("SLOWLOG", "GET", "10");
  }

  private static void lookAtEverything() {
    try (Visitor visitor = Visitor.at(SCENE.browser(), SCENE.dashboard())) {
      for (String view : Visitor.VIEWS) {
        visitor.open(view);
        PlaywrightAssertions.assertThat(visitor.page().locator(".skeleton")).hasCount(0);
      }
      visitor.open("ready?group=archive&queue=DEFAULT&cursor=999900");
      PlaywrightAssertions.assertThat(visitor.rows()).hasCount(50);
      visitor.open("dead?group=imports&cursor=90000");
      PlaywrightAssertions.assertThat(visitor.rows()).hasCount(50);
    }
  }
}
