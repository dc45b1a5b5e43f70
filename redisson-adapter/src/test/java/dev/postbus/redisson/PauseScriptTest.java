package dev.postbus.redisson;

import static dev.postbus.redisson.ScriptBench.inGroup;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PauseScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  private List<Object> pause(String queue, int on) {
    return bench.run(Script.PAUSE, bench.group().all(), queue, on);
  }

  @Test
  void pausesAQueueOnceHoweverOften() {
    List<Object> first = pause("h", 1);
    List<Object> again = pause("h", 1);

    assertThat(first).isEmpty();
    assertThat(again).isEmpty();
    assertThat(bench.state()).isEqualTo(inGroup("paused", Set.of("h")));
  }

  @Test
  void pausesEachQueueByItself() {
    bench.given(inGroup("paused", Set.of("h")));

    pause("l", 1);

    assertThat(bench.state()).isEqualTo(inGroup("paused", Set.of("h", "l")));
  }

  @Test
  void resumesOneQueueAndWakesWhoWaitsForIt() {
    bench.given(inGroup("paused", Set.of("h", "d")));

    List<Object> reply = pause("d", 0);

    assertThat(reply).isEmpty();
    assertThat(bench.state())
        .isEqualTo(inGroup("paused", Set.of("h"), "events:default:wake", List.of("1")));
  }

  @Test
  void leavesOneTokenHoweverOftenItIsResumed() {
    bench.given(inGroup("paused", Set.of("l")));

    pause("l", 0);
    pause("l", 0);

    assertThat(bench.state()).isEqualTo(inGroup("events:low:wake", List.of("1")));
  }
}
