package dev.postbus.redisson;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AbsentScriptTest {

  private final ScriptBench bench = new ScriptBench();

  @AfterEach
  void clear() {
    bench.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "never advertised, now-600s, , 600000",
    "advertised a while ago, now-600s, now-20s, 20000",
    "advertised in this millisecond, now-600s, now+0s, 0",
    "advertised before anybody alive came, now-5s, now-600s, 5000",
    "advertised one millisecond before, now-600s, now-0.001s, 1",
    "advertised by the clock of a Redis that was ahead, now-600s, now+3s, 0",
    "nobody ever alive, , now-600s, 0",
    "unknown group, , , 0"
  })
  void tellsForHowLongAnAliveGroupLacksAHandler(
      String row, String aliveSince, String seen, long millis) {
    if (aliveSince != null) {
      bench.redis("SET", bench.group().aliveSince(), aliveSince);
    }
    if (seen != null) {
      bench.redis("HSET", bench.group().handlersSeen(), "mail", seen);
    }
    bench.redis("HSET", bench.group().handlersSeen(), "other", "now-1s");
    Map<String, Object> before = bench.state();

    List<Object> reply =
        bench.run(
            Script.ABSENT,
            List.of(bench.group().aliveSince(), bench.group().handlersSeen()),
            "mail");

    assertThat(reply).containsExactly(millis);
    assertThat(bench.state()).isEqualTo(before);
  }
}
