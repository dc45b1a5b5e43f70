package dev.postbus.redisson.contract;

import dev.postbus.testkit.contract.Contract;
import dev.postbus.testkit.contract.CrashRecoveryContract;
import dev.postbus.testkit.contract.HostileElementsContract;
import dev.postbus.testkit.contract.OutageContract;
import dev.postbus.testkit.contract.RestartContract;
import dev.postbus.testkit.contract.RestartableBusFixture;
import org.junit.jupiter.api.Nested;

/**
 * The adapter keeps the contract of those whose events outlive the process, on a Redis that is
 * broken. A class of its own, because it waits for leases: another process runs the other contract
 * meanwhile.
 */
class RedissonDurableContractTest {

  private abstract static class OnBreakableRedis implements Contract {
    @Override
    public RestartableBusFixture newFixture() {
      return new BreakableBusFixture();
    }
  }

  @Nested
  class HostileElements extends OnBreakableRedis implements HostileElementsContract {}

  @Nested
  class CrashRecovery extends OnBreakableRedis implements CrashRecoveryContract {}

  @Nested
  class Restart extends OnBreakableRedis implements RestartContract {}

  @Nested
  class Outage extends OnBreakableRedis implements OutageContract {}
}
