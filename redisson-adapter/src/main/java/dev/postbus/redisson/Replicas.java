package dev.postbus.redisson;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.api.redisnode.RedisSentinel;
import org.redisson.client.RedisClient;
import org.redisson.client.RedisConnection;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.redisson.client.protocol.RedisCommands;
import org.redisson.client.protocol.RedisStrictCommand;
import org.redisson.config.Config;

/**
 * How many replicas a primary has by its configuration, whether they can be reached now or not:
 * those that the Sentinels or the cluster know of. A server that is reached by its address alone
 * knows only of those that are connected to it. Thread-safe.
 */
final class Replicas {

  private static final Duration REMEMBERED = Duration.ofSeconds(5);
  private static final RedisStrictCommand<String> CLUSTER_NODES =
      new RedisStrictCommand<>("CLUSTER", "NODES");

  private final RedissonClient client;
  private final long timeoutMillis;
  private volatile @Nullable Count newest;

  private record Count(RedisClient primary, int replicas, long countedAt) {}

  Replicas(RedissonClient client, Duration timeout) {
    this.client = client;
    this.timeoutMillis = timeout.toMillis();
  }

  /** Returns how many it has, as of a few seconds ago at most. */
  CompletionStage<Integer> of(RedisConnection primary) {
    Count known = newest;
    if (known != null
        && known.primary() == primary.getRedisClient()
        && System.nanoTime() - known.countedAt() < REMEMBERED.toNanos()) {
      return CompletableFuture.completedStage(known.replicas());
    }
    return count(primary)
        .thenApply(
            replicas -> {
              newest = new Count(primary.getRedisClient(), replicas, System.nanoTime());
              return replicas;
            });
  }

  private CompletionStage<Integer> count(RedisConnection primary) {
    Config config = client.getConfig();
    if (config.isSentinelConfig()) {
      String name = config.useSentinelServers().getMasterName();
      return ask(client.getRedisNodes(RedisNodes.SENTINEL_MASTER_SLAVE).getSentinels(), name);
    }
    if (config.isClusterConfig()) {
      return primary
          .<String, String>async(timeoutMillis, StringCodec.INSTANCE, CLUSTER_NODES)
          .thenApply(Replicas::ofMyself);
    }
    return primary
        .<java.util.Map<String, String>, java.util.Map<String, String>>async(
            timeoutMillis, StringCodec.INSTANCE, RedisCommands.INFO_REPLICATION)
        .thenApply(facts -> Integer.parseInt(facts.getOrDefault("connected_slaves", "0")));
  }

  /** Asks one Sentinel after the other until one answers: after a fail-over some may be away. */
  private static CompletionStage<Integer> ask(Collection<RedisSentinel> sentinels, String name) {
    return ask(sentinels.iterator(), name, new RedisException("no Sentinel is known"));
  }

  private static CompletionStage<Integer> ask(
      Iterator<RedisSentinel> sentinels, String name, Throwable before) {
    if (!sentinels.hasNext()) {
      return CompletableFuture.failedStage(before);
    }
    return sentinels
        .next()
        .getSlavesAsync(name)
        .thenApply(List::size)
        .handle(
            (count, failure) ->
                failure == null
                    ? CompletableFuture.completedStage(count)
                    : ask(sentinels, name, failure))
        .thenCompose(stage -> stage);
  }

  /** Counts the replicas of the node that was asked, those included that have failed. */
  static int ofMyself(String clusterNodes) {
    List<String[]> nodes = clusterNodes.lines().map(line -> line.split(" ")).toList();
    String myself =
        nodes.stream()
            .filter(node -> flags(node).contains("myself"))
            .map(node -> node[0])
            .findFirst()
            .orElse("");
    return (int)
        nodes.stream()
            .filter(node -> node.length > 3 && node[3].equals(myself))
            .filter(node -> !flags(node).contains("noaddr") && !flags(node).contains("handshake"))
            .count();
  }

  private static List<String> flags(String[] node) {
    return node.length > 2 ? Arrays.asList(node[2].split(",")) : List.of();
  }
}
