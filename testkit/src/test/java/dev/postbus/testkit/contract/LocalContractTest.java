package dev.postbus.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The local adapter keeps the contract of every adapter. */
class LocalContractTest {

  private abstract static class OnLocal implements Contract {
    @Override
    public BusFixture newFixture() {
      return new LocalBusFixture();
    }
  }

  @Test
  void holdsEveryBehaviourOfEveryAdapter() {
    BehaviourCoverage coverage = BehaviourCoverage.of(LocalContractTest.class);

    coverage.requireAll(Behaviours.ofEveryAdapter());

    assertThat(coverage.tests().keySet()).doesNotContain(34, 35, 36);
  }

  @Nested
  class Emit extends OnLocal implements EmitContract {}

  @Nested
  class Deduplication extends OnLocal implements DeduplicationContract {}

  @Nested
  class NamesAndQueues extends OnLocal implements NamesAndQueuesContract {}

  @Nested
  class Delivery extends OnLocal implements DeliveryContract {}

  @Nested
  class AsyncHandlers extends OnLocal implements AsyncHandlerContract {}

  @Nested
  class Priority extends OnLocal implements PriorityContract {}

  @Nested
  class Delay extends OnLocal implements DelayContract {}

  @Nested
  class Retry extends OnLocal implements RetryContract {}

  @Nested
  class Timeout extends OnLocal implements TimeoutContract {}

  @Nested
  class Isolation extends OnLocal implements IsolationContract {}

  @Nested
  class Groups extends OnLocal implements GroupsContract {}

  @Nested
  class Instances extends OnLocal implements InstancesContract {}

  @Nested
  class DeadLetters extends OnLocal implements DeadLetterContract {}

  @Nested
  class Lifecycle extends OnLocal implements LifecycleContract {}

  @Nested
  class Pause extends OnLocal implements PauseContract {}

  @Nested
  class Admin extends OnLocal implements AdminContract {}

  @Nested
  class Fleet extends OnLocal implements FleetContract {}

  @Nested
  class Tail extends OnLocal implements TailContract {}

  @Nested
  class Inspection extends OnLocal implements InspectionContract {}

  @Nested
  class Search extends OnLocal implements SearchContract {}

  @Nested
  class Listener extends OnLocal implements ListenerContract {}

  @Nested
  class Interceptor extends OnLocal implements InterceptorContract {}

  @Nested
  class BadInput extends OnLocal implements BadInputContract {}

  @Nested
  class Misuse extends OnLocal implements MisuseContract {}

  @Nested
  class Concurrency extends OnLocal implements ConcurrencyContract {}
}
