package dev.postbus.chaos.nemesis;

import dev.postbus.chaos.fleet.Fleet;
import dev.postbus.chaos.fleet.Member;
import dev.postbus.testkit.redis.RedisProxy;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Carries a plan out. Faults overlap where the plan has them do so; faults of the same victim come
 * one after the other.
 */
public final class Nemesis {

  /** Added to both directions: few heartbeats of a short lease are in time then. */
  private static final Duration SLOW = Duration.ofMillis(150);

  /** The last sync before a loss of power is not longer ago. */
  private static final Duration LAST_SYNC = Duration.ofMillis(1_900);

  private static final Duration GOOD_ORDER = Duration.ofMinutes(2);

  private final Fleet fleet;
  private final Consumer<String> say;
  private final ConcurrentLinkedQueue<Fault> happened = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final Map<String, Object> locks = new ConcurrentHashMap<>();

  /** Creates one that says what it does. */
  public Nemesis(Fleet fleet, Consumer<String> say) {
    this.fleet = fleet;
    this.say = say;
  }

  /** Carries the plan out and returns when the time is over and every fault too. */
  public void run(List<PlannedFault> plan, Duration length) throws InterruptedException {
    long begin = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (PlannedFault fault : plan) {
      pauseUntil(begin + fault.at().toNanos());
      say.accept(
          "%s at %s".formatted(fault, java.time.LocalTime.now().truncatedTo(ChronoUnit.MILLIS)));
      Thread thread = new Thread(() -> carryOut(fault), "chaos-" + fault.kind());
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    pauseUntil(begin + length.toNanos());
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void pauseUntil(long nanos) throws InterruptedException {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      TimeUnit.NANOSECONDS.sleep(left);
    }
  }

  /** Returns what has happened. */
  public List<Fault> happened() {
    return List.copyOf(happened);
  }

  /** Returns what went wrong that should not, whatever the faults. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  private void carryOut(PlannedFault fault) {
    List<Member> members =
        switch (fault.kind().target()) {
          case CONSUMER, PRODUCER, PROXIED -> List.of(fleet.member(fault.target()));
          case GROUP ->
              fault.kind() == FaultKind.KILL_GROUP ? fleet.members(fault.target()) : List.of();
          case REDIS -> List.of();
        };
    // The group before its members, and those in order: nobody waits for one who waits for him.
    List<String> names = new ArrayList<>(List.of(fault.target()));
    members.forEach(member -> names.add(member.name()));
    locked(names.iterator(), () -> carryOut(fault, members));
  }

  private void locked(Iterator<String> names, Runnable action) {
    if (!names.hasNext()) {
      action.run();
      return;
    }
    synchronized (lock(names.next())) {
      locked(names, action);
    }
  }

  private Object lock(String victim) {
    return locks.computeIfAbsent(victim, name -> new Object());
  }

  private void carryOut(PlannedFault fault, List<Member> members) {
    List<String> victims =
        members.isEmpty()
            ? List.of(fault.target())
            : members.stream().map(Member::processName).toList();
    long from = System.currentTimeMillis();
    try {
      hit(fault);
    } catch (RuntimeException failure) {
      failures.add("%s failed: %s".formatted(fault, failure));
    } finally {
      happened.add(new Fault(fault.kind(), victims, from, System.currentTimeMillis()));
    }
  }

  private void hit(PlannedFault fault) {
    switch (fault.kind()) {
      case KILL_CONSUMER, KILL_PRODUCER ->
          killAndStart(List.of(fleet.member(fault.target())), fault.lasts());
      case STOP_CONSUMER, STOP_PRODUCER -> {
        Member member = fleet.member(fault.target());
        member.suspend();
        pause(fault.lasts());
        member.resume();
      }
      case KILL_REDIS -> {
        fleet.redis().kill();
        pause(fault.lasts());
        fleet.redis().restart();
      }
      case POWER_LOSS -> {
        // Drawn with the rest, and inside the window in which Redis promises a sync.
        Duration half = fault.lasts().dividedBy(2);
        long lost = fleet.cutPowerOfRedis(half.compareTo(LAST_SYNC) < 0 ? half : LAST_SYNC);
        say.accept("  %d bytes of the append-only file are lost".formatted(lost));
        pause(fault.lasts());
        fleet.redis().restart();
      }
      case CLIENT_KILL -> {
        command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        command("CLIENT", "KILL", "TYPE", "pubsub");
      }
      case CLIENT_PAUSE -> {
        command("CLIENT", "PAUSE", String.valueOf(fault.lasts().toMillis()));
        pause(fault.lasts());
      }
      case SCRIPT_FLUSH -> command("SCRIPT", "FLUSH");
      case KILL_GROUP -> killAndStart(fleet.members(fault.target()), fault.lasts());
      case ROLLING_RESTART -> roll(fault.target());
      case CUT -> proxy(fault).breakConnections();
      case PARTITION -> forAWhile(fault, RedisProxy::freeze);
      case SWALLOW_REPLIES -> forAWhile(fault, RedisProxy::swallowAnswers);
      case SLOW_NETWORK -> forAWhile(fault, proxy -> proxy.delay(SLOW));
      case LOSE_REPLY -> proxy(fault).loseNextAnswerTo("EVALSHA");
    }
  }

  private RedisProxy proxy(PlannedFault fault) {
    return fleet
        .member(fault.target())
        .proxy()
        .orElseThrow(() -> new IllegalStateException(fault.target() + " has no proxy"));
  }

  private void forAWhile(PlannedFault fault, Consumer<RedisProxy> begin) {
    RedisProxy proxy = proxy(fault);
    begin.accept(proxy);
    pause(fault.lasts());
    proxy.thaw();
  }

  private void killAndStart(List<Member> members, Duration pause) {
    for (Member member : members) {
      if (!member.running()) {
        failures.add(member.processName() + " had ended by itself before it was killed");
      }
      member.kill();
    }
    pause(pause);
    members.forEach(Member::start);
  }

  private void roll(String group) {
    for (Member member : fleet.members(group)) {
      synchronized (lock(member.name())) {
        member.askToEnd();
        member.awaitEnd(GOOD_ORDER).ifPresent(failures::add);
        member.start();
        member.awaitReady();
      }
    }
  }

  private void command(String... command) {
    try {
      fleet.redis().command(command);
    } catch (java.io.UncheckedIOException away) {
      say.accept("  Redis is away: no " + String.join(" ", command));
    }
  }

  private static void pause(Duration length) {
    long until = System.nanoTime() + length.toNanos();
    for (long left = length.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
