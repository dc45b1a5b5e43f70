package dev.postbus.redisson.failover;

import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.engine.EngineSettings;
import dev.postbus.engine.EngineTime;
import dev.postbus.redisson.RedissonEventBus;
import dev.postbus.testkit.contract.AdminContract;
import dev.postbus.testkit.contract.BusFixture;
import dev.postbus.testkit.contract.Contract;
import dev.postbus.testkit.contract.DeadLetterContract;
import dev.postbus.testkit.contract.DelayContract;
import dev.postbus.testkit.contract.FleetContract;
import dev.postbus.testkit.contract.GroupsContract;
import dev.postbus.testkit.contract.InspectionContract;
import dev.postbus.testkit.contract.PauseContract;
import dev.postbus.testkit.contract.TailContract;
import dev.postbus.testkit.redis.ClusterRedis;
import dev.postbus.testkit.redis.PrivateRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/**
 * In a cluster the adapter keeps what touches most kinds of keys, channels and scripts: they must
 * all be in one slot, and found there.
 */
class ClusterContractTest {

  private static ClusterRedis cluster;
  private static RedissonClient client;

  @BeforeAll
  static void start() {
    cluster = ClusterRedis.start();
    Config config = new Config();
    config.setThreads(2);
    config.setNettyThreads(2);
    config
        .useClusterServers()
        .setMasterConnectionMinimumIdleSize(1)
        .setSlaveConnectionMinimumIdleSize(1)
        .addNodeAddress(
            cluster.nodes().stream()
                .map(PrivateRedis::endpoint)
                .map(endpoint -> endpoint.address())
                .toArray(String[]::new));
    client = Redisson.create(config);
  }

  @AfterAll
  static void close() {
    client.shutdown();
    cluster.close();
  }

  private static final class OnCluster implements BusFixture {
    @Override
    public EventBus open(EventBusConfig config, EngineSettings settings) {
      return RedissonEventBus.create(
          config, client, settings, EngineTime.system("postbus-" + config.group() + "-timer"));
    }

    @Override
    public void clean(String namespace) {
      client.getKeys().deleteByPattern("*{" + namespace + "}*");
    }
  }

  private abstract static class InCluster implements Contract {
    @Override
    public BusFixture newFixture() {
      return new OnCluster();
    }
  }

  @Nested
  class Fleet extends InCluster implements FleetContract {}

  @Nested
  class Tail extends InCluster implements TailContract {}

  @Nested
  class Inspection extends InCluster implements InspectionContract {}

  @Nested
  class Groups extends InCluster implements GroupsContract {}

  @Nested
  class Delay extends InCluster implements DelayContract {}

  @Nested
  class DeadLetters extends InCluster implements DeadLetterContract {}

  @Nested
  class Pause extends InCluster implements PauseContract {}

  @Nested
  class Admin extends InCluster implements AdminContract {}
}
