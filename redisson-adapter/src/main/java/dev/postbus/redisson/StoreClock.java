package dev.postbus.redisson;

import dev.postbus.engine.EngineTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What time it is for Redis, asked now and then only. Thread-safe. */
final class StoreClock {

  /** Two clocks drift apart by less than a millisecond in that. */
  private static final Duration TRUSTED = Duration.ofSeconds(10);

  private final RedisKeys keys;
  private final AdminCalls calls;
  private final EngineTime time;
  private volatile @Nullable Answer newest;

  private record Answer(Instant told, long at) {}

  StoreClock(RedisKeys keys, AdminCalls calls, EngineTime time) {
    this.keys = keys;
    this.calls = calls;
    this.time = time;
  }

  Instant now() {
    Answer known = newest;
    if (known == null || time.nanoTime() - known.at() > TRUSTED.toNanos()) {
      List<Object> reply =
          calls.run("asking for the time", Script.NOW, List.of(keys.directoryVersion()));
      known = new Answer(Instant.ofEpochMilli((Long) reply.get(0)), time.nanoTime());
      newest = known;
    }
    return known.told().plusNanos(time.nanoTime() - known.at());
  }
}
