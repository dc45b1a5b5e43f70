package dev.postbus.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OwnRedisTest {

  @Test
  void answersUntilItIsClosedAndLeavesNoProcess() {
    OwnRedis redis = OwnRedis.start();
    List<ProcessHandle> processes = redis.processes();

    boolean answered = RedisChoice.answers("127.0.0.1", redis.port());
    redis.close();

    assertThat(answered).isTrue();
    assertThat(processes).hasSizeGreaterThanOrEqualTo(2).noneMatch(ProcessHandle::isAlive);
    assertThat(RedisChoice.answers("127.0.0.1", redis.port())).isFalse();
  }

  @Test
  void closingTwiceDoesNoHarm() {
    OwnRedis redis = OwnRedis.start();

    Stream.of(1, 2).forEach(time -> redis.close());

    assertThat(redis.processes()).isEmpty();
  }
}
