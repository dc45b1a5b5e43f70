package dev.postbus.engine;

import dev.postbus.EventBusListener;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices a claim loop that does not go on, says so, and puts another in its place: its thread has
 * died, something holds it up (a listener that never returns, say), or its exchanges fail for ever
 * though the store answers others. An outage of the store is no such case: a new loop would fare no
 * better, and would give up what its handlers are doing.
 *
 * <p>A loop that waits is left alone, but for a look around now and then, in case the store has
 * forgotten to signal it.
 */
final class LoopWatchdog implements Duty {

  private static final Logger log = LoggerFactory.getLogger(LoopWatchdog.class);

  /** Time alone proves nothing: the whole process may have slept. */
  private static final int LOOKS = 3;

  private static final int LOOKS_PER_LIMIT = 10;

  private final String group;
  private final LoopKeeper loops;
  private final Sessions sessions;
  private final EngineTime time;
  private final EventBusListener listener;
  private final Duration limit;
  private final Duration guard;

  private long lookedAroundAt;
  private volatile Look last;

  /** What was seen first of a state that has not changed since; and how often it was seen. */
  private record Look(ClaimLoop loop, long beats, long sinceNanos, int looks) {}

  LoopWatchdog(
      String group,
      LoopKeeper loops,
      Sessions sessions,
      EngineTime time,
      EventBusListener listener,
      EngineSettings settings) {
    this.group = group;
    this.loops = loops;
    this.sessions = sessions;
    this.time = time;
    this.listener = listener;
    this.limit = settings.loopLateAfter();
    this.guard = settings.guardPeriod();
    this.lookedAroundAt = time.nanoTime();
    this.last = new Look(loops.current(), -1, lookedAroundAt, 0);
  }

  @Override
  public String name() {
    return "watchdog";
  }

  /** Returns 1 when it has replaced the loop. */
  @Override
  public int runOnce() {
    ClaimLoop loop = loops.current();
    long now = time.nanoTime();
    boolean idle = loop.pulse().isIdle();
    long beats = loop.pulse().beats();
    boolean same = loop == last.loop() && beats == last.beats();
    // The time in which a loop was idle does not count against it once it is woken.
    last =
        same && !idle
            ? new Look(loop, beats, last.sinceNanos(), last.looks() + 1)
            : new Look(loop, beats, now, 0);
    if (!loop.isAlive()) {
      return replace(loop, "its thread has ended");
    }
    if (isLate(now) && last.looks() >= LOOKS) {
      return replace(loop, "it has made no pass for %d s".formatted(seconds(now)));
    }
    Optional<LoopPulse.Silence> silence = loop.pulse().silence();
    if (silence.isPresent()
        && now - silence.get().sinceNanos() >= limit.toNanos()
        && storeAnswersOthers(now)) {
      return replace(
          loop,
          "its exchanges have failed for %d s though the lease is renewed: %s"
              .formatted(
                  Duration.ofNanos(now - silence.get().sinceNanos()).toSeconds(),
                  silence.get().reason()));
    }
    if (!same || !idle) {
      lookedAroundAt = now;
    } else if (now - lookedAroundAt >= limit.plus(guard).toNanos()) {
      lookedAroundAt = now;
      loop.lookAgain();
    }
    return 0;
  }

  private int replace(ClaimLoop loop, String why) {
    String whereabouts = loop.whereabouts();
    if (!loops.replace(loop)) {
      return 0;
    }
    log.warn(
        "The claim loop of group {} is stuck: {}. Another takes its place; what it held is handed"
            + " back. It was here:{}",
        group,
        why,
        whereabouts);
    listener.onLoopReplaced(group, why);
    return 1;
  }

  private boolean storeAnswersOthers(long now) {
    Delivery.Lease lease = sessions.current();
    return lease != null && !lease.ranOut(now);
  }

  private boolean isLate(long now) {
    return now - last.sinceNanos() >= limit.toNanos();
  }

  private long seconds(long now) {
    return Duration.ofNanos(now - last.sinceNanos()).toSeconds();
  }

  /** Returns one sentence about a loop that is on its way to being replaced. */
  Optional<String> concern() {
    long now = time.nanoTime();
    Look seen = last;
    long half = limit.toNanos() / 2;
    if (seen.looks() >= LOOKS && !seen.loop().pulse().isIdle() && now - seen.sinceNanos() >= half) {
      return Optional.of(
          "the claim loop has made no pass for %d s; it is replaced after %d s"
              .formatted(seconds(now), limit.toSeconds()));
    }
    return loops
        .current()
        .pulse()
        .silence()
        .filter(silence -> now - silence.sinceNanos() >= half)
        .map(
            silence ->
                "nothing has been claimed for %d s: %s"
                    .formatted(
                        Duration.ofNanos(now - silence.sinceNanos()).toSeconds(),
                        silence.reason()));
  }

  @Override
  public Duration pause() {
    return limit.dividedBy(LOOKS_PER_LIMIT);
  }
}
