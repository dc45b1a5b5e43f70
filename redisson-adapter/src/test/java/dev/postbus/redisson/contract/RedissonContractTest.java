package dev.postbus.redisson.contract;

import dev.postbus.testkit.contract.AdminContract;
import dev.postbus.testkit.contract.AsyncHandlerContract;
import dev.postbus.testkit.contract.BadInputContract;
import dev.postbus.testkit.contract.BehaviourCoverage;
import dev.postbus.testkit.contract.Behaviours;
import dev.postbus.testkit.contract.BusFixture;
import dev.postbus.testkit.contract.ConcurrencyContract;
import dev.postbus.testkit.contract.Contract;
import dev.postbus.testkit.contract.DeadLetterContract;
import dev.postbus.testkit.contract.DeduplicationContract;
import dev.postbus.testkit.contract.DelayContract;
import dev.postbus.testkit.contract.DeliveryContract;
import dev.postbus.testkit.contract.EmitContract;
import dev.postbus.testkit.contract.FleetContract;
import dev.postbus.testkit.contract.GroupsContract;
import dev.postbus.testkit.contract.InspectionContract;
import dev.postbus.testkit.contract.InstancesContract;
import dev.postbus.testkit.contract.InterceptorContract;
import dev.postbus.testkit.contract.IsolationContract;
import dev.postbus.testkit.contract.LifecycleContract;
import dev.postbus.testkit.contract.ListenerContract;
import dev.postbus.testkit.contract.MisuseContract;
import dev.postbus.testkit.contract.NamesAndQueuesContract;
import dev.postbus.testkit.contract.PauseContract;
import dev.postbus.testkit.contract.PriorityContract;
import dev.postbus.testkit.contract.RetryContract;
import dev.postbus.testkit.contract.SearchContract;
import dev.postbus.testkit.contract.TailContract;
import dev.postbus.testkit.contract.TimeoutContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The adapter keeps the contract of every adapter; {@link RedissonDurableContractTest} the rest.
 */
class RedissonContractTest {

  private abstract static class OnRedis implements Contract {
    @Override
    public BusFixture newFixture() {
      return new RedissonBusFixture();
    }
  }

  @Test
  void holdsEveryBehaviourOfDurableAdapters() {
    BehaviourCoverage.of(
            RedissonContractTest.class,
            RedissonDurableContractTest.class,
            RedissonBehavioursTest.class)
        .requireAll(Behaviours.ofDurableAdapters());
  }

  @Nested
  class Emit extends OnRedis implements EmitContract {}

  @Nested
  class Deduplication extends OnRedis implements DeduplicationContract {}

  @Nested
  class NamesAndQueues extends OnRedis implements NamesAndQueuesContract {}

  @Nested
  class Delivery extends OnRedis implements DeliveryContract {}

  @Nested
  class AsyncHandlers extends OnRedis implements AsyncHandlerContract {}

  @Nested
  class Priority extends OnRedis implements PriorityContract {}

  @Nested
  class Delay extends OnRedis implements DelayContract {}

  @Nested
  class Retry extends OnRedis implements RetryContract {}

  @Nested
  class Timeout extends OnRedis implements TimeoutContract {}

  @Nested
  class Isolation extends OnRedis implements IsolationContract {}

  @Nested
  class Groups extends OnRedis implements GroupsContract {}

  @Nested
  class Instances extends OnRedis implements InstancesContract {}

  @Nested
  class DeadLetters extends OnRedis implements DeadLetterContract {}

  @Nested
  class Lifecycle extends OnRedis implements LifecycleContract {}

  @Nested
  class Pause extends OnRedis implements PauseContract {}

  @Nested
  class Admin extends OnRedis implements AdminContract {}

  @Nested
  class Fleet extends OnRedis implements FleetContract {}

  @Nested
  class Tail extends OnRedis implements TailContract {}

  @Nested
  class Inspection extends OnRedis implements InspectionContract {}

  @Nested
  class Search extends OnRedis implements SearchContract {}

  @Nested
  class Listener extends OnRedis implements ListenerContract {}

  @Nested
  class Interceptor extends OnRedis implements InterceptorContract {}

  @Nested
  class BadInput extends OnRedis implements BadInputContract {}

  @Nested
  class Misuse extends OnRedis implements MisuseContract {}

  @Nested
  class Concurrency extends OnRedis implements ConcurrencyContract {}
}
