package dev.postbus.testkit.redis;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Redis Cluster of a test's own: three primaries with a replica each, which take over within
 * about two seconds. All are processes as those of {@link PrivateRedis}, and end with {@link
 * #close()} or the JVM. Thread-safe.
 */
public final class ClusterRedis implements AutoCloseable {

  private static final int SLOTS = 16_384;
  private static final int SHARDS = 3;

  private final RedisNodes nodes = new RedisNodes();

  private ClusterRedis() {}

  /**
   * Starts six nodes and returns when they are a cluster and all replicas are in step.
   *
   * @param options of every node, as on the command line
   * @throws IllegalStateException when no program is found or they do not come together
   */
  public static ClusterRedis start(String... options) {
    ClusterRedis cluster = new ClusterRedis();
    try {
      cluster.startAll(options);
      return cluster;
    } catch (RuntimeException failure) {
      cluster.close();
      throw failure;
    }
  }

  private void startAll(String... options) {
    List<String> all =
        new ArrayList<>(List.of("--cluster-enabled", "yes", "--cluster-node-timeout", "1000"));
    all.addAll(List.of("--cluster-replica-validity-factor", "0"));
    all.addAll(List.of("--repl-diskless-sync-delay", "0"));
    all.addAll(List.of(options));
    for (int i = 0; i < 2 * SHARDS; i++) {
      PrivateRedis node = nodes.start(all.toArray(String[]::new));
      node.command("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(i + 1));
      if (i < SHARDS) {
        node.command(slots(i));
      }
    }
    RedisEndpoint first = nodes.all().get(0).endpoint();
    for (PrivateRedis node : nodes.all()) {
      node.command("CLUSTER", "MEET", first.host(), String.valueOf(first.port()));
    }
    RedisNodes.await("the nodes meet", () -> nodes.all().stream().allMatch(this::knowsAll));
    for (int i = 0; i < SHARDS; i++) {
      String primary = (String) nodes.all().get(i).command("CLUSTER", "MYID");
      nodes.all().get(SHARDS + i).command("CLUSTER", "REPLICATE", String.valueOf(primary));
    }
    RedisNodes.await("the nodes become a cluster", this::isComplete);
  }

  /** The command that gives a shard its part of the slots; 6.2 wants each of them named. */
  private static String[] slots(int shard) {
    List<String> command = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
    for (int slot = shard * SLOTS / SHARDS; slot < (shard + 1) * SLOTS / SHARDS; slot++) {
      command.add(String.valueOf(slot));
    }
    return command.toArray(String[]::new);
  }

  private boolean knowsAll(PrivateRedis node) {
    List<String> lines = String.valueOf(node.command("CLUSTER", "NODES")).lines().toList();
    return lines.size() == 2 * SHARDS
        && lines.stream().noneMatch(line -> line.contains("handshake"));
  }

  private boolean isComplete() {
    return nodes.all().stream()
            .map(node -> String.valueOf(node.command("CLUSTER", "NODES")))
            .allMatch(text -> text.lines().filter(line -> line.contains("slave")).count() == SHARDS)
        && nodes.all().stream()
            .allMatch(
                node ->
                    String.valueOf(node.command("CLUSTER", "INFO")).contains("cluster_state:ok"))
        && nodes.all().stream().filter(RedisNodes::isInStep).count() == SHARDS;
  }

  /** Returns the nodes: those that were the primaries first. */
  public List<PrivateRedis> nodes() {
    return nodes.all();
  }

  /**
   * Returns the primary of the slot of a key; waits while the living nodes do not agree upon one,
   * as after it was killed.
   */
  public PrivateRedis primaryOf(String key) {
    List<PrivateRedis> found = new ArrayList<>();
    RedisNodes.await(
        "the nodes agree upon the primary of " + key,
        () -> {
          found.clear();
          nodes.all().stream().map(node -> named(node, key)).forEach(o -> o.ifPresent(found::add));
          return !found.isEmpty()
              && found.stream().distinct().count() == 1
              && isAlive(found.get(0));
        });
    return found.get(0);
  }

  private static boolean isAlive(PrivateRedis node) {
    return ((List<?>) node.command("ROLE")).get(0).equals("master");
  }

  /** Returns which node a node takes for the primary, if it answers. */
  private Optional<PrivateRedis> named(PrivateRedis asked, String key) {
    try {
      long slot = (Long) asked.command("CLUSTER", "KEYSLOT", key);
      for (Object range : (List<?>) asked.command("CLUSTER", "SLOTS")) {
        List<?> facts = (List<?>) range;
        if ((Long) facts.get(0) <= slot && slot <= (Long) facts.get(1)) {
          long port = (Long) ((List<?>) facts.get(2)).get(1);
          return nodes.all().stream().filter(node -> node.endpoint().port() == port).findFirst();
        }
      }
      return Optional.empty();
    } catch (UncheckedIOException away) {
      return Optional.empty();
    }
  }

  /** Returns when every node is part of the cluster, and every primary has a replica in step. */
  public void awaitReplicas() {
    RedisNodes.await("every primary has its replica", this::isComplete);
  }

  @Override
  public void close() {
    nodes.close();
  }
}
