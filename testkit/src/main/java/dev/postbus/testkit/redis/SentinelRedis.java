package dev.postbus.testkit.redis;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Redis of a test's own that fails over: one primary, its replicas, and three Sentinels that
 * notice within a second when it is gone. All are processes as those of {@link PrivateRedis}, and
 * end with {@link #close()} or the JVM. Thread-safe.
 */
public final class SentinelRedis implements AutoCloseable {

  private static final String NAME = "primary";
  private static final int SENTINELS = 3;
  private static final int QUORUM = 2;

  private final RedisNodes nodes;
  private final RedisNodes sentinels;

  private SentinelRedis(RedisNodes nodes, RedisNodes sentinels) {
    this.nodes = nodes;
    this.sentinels = sentinels;
  }

  /**
   * Starts everything and returns when all replicas are in step and the Sentinels know of them and
   * of each other.
   *
   * @param replicas how many replicas
   * @param options of the primary and the replicas, as on the command line
   * @throws IllegalStateException when no program is found or they do not come together
   */
  public static SentinelRedis start(int replicas, String... options) {
    SentinelRedis redis = new SentinelRedis(new RedisNodes(), new RedisNodes());
    try {
      redis.startAll(replicas, options);
      return redis;
    } catch (RuntimeException failure) {
      redis.close();
      throw failure;
    }
  }

  private void startAll(int replicas, String... options) {
    PrivateRedis primary = nodes.start(options(options));
    String host = primary.endpoint().host();
    String port = String.valueOf(primary.endpoint().port());
    for (int i = 0; i < replicas; i++) {
      nodes.start(options(options, "--replicaof", host, port));
    }
    for (int i = 0; i < SENTINELS; i++) {
      PrivateRedis sentinel = sentinels.start("--sentinel");
      sentinel.command("SENTINEL", "MONITOR", NAME, host, port, String.valueOf(QUORUM));
      sentinel.command("SENTINEL", "SET", NAME, "down-after-milliseconds", "700");
      sentinel.command("SENTINEL", "SET", NAME, "failover-timeout", "5000");
    }
    awaitReplicas(replicas);
    RedisNodes.await("the Sentinels find everybody", () -> isComplete(replicas));
  }

  private static String[] options(String[] options, String... more) {
    // Replicas are sent what is there at once, not after the usual pause for more of them.
    return Stream.of(
            Stream.of("--repl-diskless-sync-delay", "0"), Stream.of(options), Stream.of(more))
        .flatMap(part -> part)
        .toArray(String[]::new);
  }

  private boolean isComplete(int replicas) {
    return sentinels.all().stream()
        .map(sentinel -> (List<?>) sentinel.command("SENTINEL", "MASTER", NAME))
        .allMatch(
            facts ->
                fact(facts, "num-slaves").equals(String.valueOf(replicas))
                    && fact(facts, "num-other-sentinels").equals(String.valueOf(SENTINELS - 1))
                    && fact(facts, "flags").equals("master"));
  }

  private static String fact(List<?> facts, String name) {
    return String.valueOf(facts.get(facts.indexOf(name) + 1));
  }

  /** Returns the name that the Sentinels know the primary by. */
  public String name() {
    return NAME;
  }

  /** Returns where the Sentinels listen. */
  public List<RedisEndpoint> sentinels() {
    return sentinels.all().stream().map(PrivateRedis::endpoint).toList();
  }

  /** Returns the primary and the replicas, in the order they were started. */
  public List<PrivateRedis> nodes() {
    return nodes.all();
  }

  /**
   * Returns the node that the Sentinels agree is the primary, and that itself says so; waits while
   * there is none, as after it was killed.
   */
  public PrivateRedis primary() {
    List<PrivateRedis> found = new ArrayList<>();
    RedisNodes.await(
        "the Sentinels agree upon a primary",
        () -> {
          found.clear();
          nodes.all().stream().filter(this::isPrimary).forEach(found::add);
          return found.size() == 1;
        });
    return found.get(0);
  }

  private boolean isPrimary(PrivateRedis node) {
    String port = String.valueOf(node.endpoint().port());
    try {
      return sentinels.all().stream()
              .allMatch(
                  sentinel ->
                      sentinel.command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME)
                              instanceof List<?> address
                          && port.equals(address.get(1)))
          && ((List<?>) node.command("ROLE")).get(0).equals("master");
    } catch (UncheckedIOException away) {
      return false;
    }
  }

  /** Returns when this many nodes are replicas in step with their primary. */
  public void awaitReplicas(int count) {
    RedisNodes.await(
        "%d replicas are in step".formatted(count),
        () -> nodes.all().stream().filter(SentinelRedis::isInStep).count() == count);
  }

  private static boolean isInStep(PrivateRedis node) {
    try {
      return RedisNodes.isInStep(node);
    } catch (UncheckedIOException away) {
      return false;
    }
  }

  @Override
  public void close() {
    sentinels.close();
    nodes.close();
  }
}
