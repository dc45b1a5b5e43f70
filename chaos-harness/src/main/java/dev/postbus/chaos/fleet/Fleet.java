package dev.postbus.chaos.fleet;

import dev.postbus.testkit.redis.PrivateRedis;
import dev.postbus.testkit.redis.RedisEndpoint;
import dev.postbus.testkit.redis.RedisProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Redis and the processes: two producers, and four consumers in two groups. Every second process is
 * connected through a proxy. Nothing of it outlives {@link #close()} or this JVM.
 */
public final class Fleet implements AutoCloseable {

  private static final List<String> CONSUMERS = List.of("alpha-1", "alpha-2", "beta-1", "beta-2");
  private static final List<String> PRODUCERS = List.of("shop-1", "shop-2");

  private final PrivateRedis redis;
  private final UnsyncedTail unsynced;
  private final List<Member> members = new ArrayList<>();
  private final List<RedisProxy> proxies = new ArrayList<>();
  private final Thread atExit = new Thread(this::killAll, "chaos-cleanup");

  /** Starts Redis; the processes are started later. */
  public Fleet(RunSettings run) {
    redis =
        PrivateRedis.start(
            "--appendonly",
            "yes",
            "--appendfsync",
            run.everySecond() ? "everysec" : "always",
            "--maxmemory-policy",
            "noeviction");
    unsynced = new UnsyncedTail(redis.directory());
    CONSUMERS.forEach(name -> add(name, Member.Role.CONSUMER, run));
    PRODUCERS.forEach(name -> add(name, Member.Role.PRODUCER, run));
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  private void add(String name, Member.Role role, RunSettings run) {
    RedisEndpoint endpoint = redis.endpoint();
    RedisProxy proxy = name.endsWith("2") ? RedisProxy.to(endpoint) : null;
    if (proxy != null) {
      proxies.add(proxy);
    }
    members.add(new Member(name, role, run, endpoint, proxy));
  }

  /** Starts the consumers, then, when all listen, the producers. */
  public void start() {
    members(Member.Role.CONSUMER).forEach(Member::start);
    members(Member.Role.CONSUMER).forEach(Member::awaitReady);
    members(Member.Role.PRODUCER).forEach(Member::start);
    members(Member.Role.PRODUCER).forEach(Member::awaitReady);
  }

  /** Returns Redis. */
  public PrivateRedis redis() {
    return redis;
  }

  /**
   * Kills Redis as a power failure does, which takes what was not synced; returns how many bytes.
   *
   * @param sync how long before it the last sync of the file was
   */
  public long cutPowerOfRedis(Duration sync) {
    long synced = System.nanoTime() - sync.toNanos();
    redis.kill();
    return unsynced.cutTo(synced);
  }

  /** Returns all members. */
  public List<Member> members() {
    return List.copyOf(members);
  }

  /** Returns the members that do this. */
  public List<Member> members(Member.Role role) {
    return members.stream().filter(member -> member.role() == role).toList();
  }

  /** Returns the members of a group. */
  public List<Member> members(String group) {
    return members.stream().filter(member -> member.group().equals(group)).toList();
  }

  /** Returns a member by its name. */
  public Member member(String name) {
    return members.stream()
        .filter(member -> member.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no " + name));
  }

  /** Ends the processes that do this in good order; returns what was wrong with their ends. */
  public List<String> end(Member.Role role, Duration atMost) {
    List<Member> ending = members(role);
    ending.forEach(Member::askToEnd);
    return ending.stream()
        .map(member -> member.awaitEnd(atMost))
        .flatMap(Optional::stream)
        .toList();
  }

  private void killAll() {
    members.forEach(Member::kill);
  }

  @Override
  public void close() {
    killAll();
    proxies.forEach(RedisProxy::close);
    unsynced.close();
    redis.close();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException shuttingDown) {
      // The hook has run.
    }
  }
}
