package dev.postbus.redisson.failover;

import dev.postbus.redisson.RedisSettings;
import dev.postbus.testkit.redis.ClusterRedis;
import dev.postbus.testkit.redis.PrivateRedis;
import dev.postbus.testkit.redis.RedisEndpoint;
import dev.postbus.testkit.redis.SentinelRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Redisson files as {@code docs/operations.md} shows them. */
final class Yaml {

  private Yaml() {}

  static RedisSettings of(Path folder, SentinelRedis redis) {
    return write(
        folder,
        """
        sentinelServersConfig:
          masterName: "%s"
          sentinelAddresses:
        %s
        """
            .formatted(redis.name(), addresses(redis.sentinels())));
  }

  /** Looks at the cluster twice a second, not every five seconds, so that the test is short. */
  static RedisSettings of(Path folder, ClusterRedis cluster) {
    return write(
        folder,
        """
        clusterServersConfig:
          scanInterval: 500
          nodeAddresses:
        %s
        """
            .formatted(addresses(cluster.nodes().stream().map(PrivateRedis::endpoint).toList())));
  }

  private static String addresses(List<RedisEndpoint> endpoints) {
    return endpoints.stream()
        .map(endpoint -> "    - \"%s\"".formatted(endpoint.address()))
        .collect(Collectors.joining("\n"));
  }

  private static RedisSettings write(Path folder, String text) {
    Path file = folder.resolve("redisson.yaml");
    try {
      Files.writeString(file, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return RedisSettings.builder().yamlFile(file).build();
  }
}
