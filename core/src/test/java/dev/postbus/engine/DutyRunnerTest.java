package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.logging.CapturedLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DutyRunnerTest {

  private final ManualTime time = new ManualTime();

  private static class CountingDuty implements Duty {
    int passes;
    Duration pause = Duration.ofSeconds(1);

    @Override
    public String name() {
      return "counting";
    }

    @Override
    public int runOnce() {
      return ++passes;
    }

    @Override
    public Duration pause() {
      return pause;
    }
  }

  private DutyRunner runner(Executor executor, Duty... duties) {
    return new DutyRunner(time, executor, List.of(duties));
  }

  @Test
  void aDutyMakesItsFirstPassAfterAPauseAndThenOneAfterEach() {
    CountingDuty duty = new CountingDuty();
    DutyRunner runner = runner(Runnable::run, duty);

    time.advance(Duration.ofSeconds(5));
    assertThat(duty.passes).isZero();

    runner.start();
    time.advance(Duration.ofMillis(999));
    assertThat(duty.passes).isZero();
    time.advance(Duration.ofMillis(1));
    assertThat(duty.passes).isEqualTo(1);
    time.advance(Duration.ofSeconds(10));
    assertThat(duty.passes).isEqualTo(11);
  }

  @Test
  void thePauseIsAskedForAfterEachPass() {
    CountingDuty duty = new CountingDuty();
    runner(Runnable::run, duty).start();
    time.advance(Duration.ofSeconds(1));

    assertThat(time.scheduled()).containsExactly(Duration.ofSeconds(1));
    duty.pause = Duration.ofMillis(20);
    time.advance(Duration.ofSeconds(1));

    assertThat(time.scheduled()).containsExactly(Duration.ofMillis(20));
  }

  @Test
  void dutiesHavePausesOfTheirOwn() {
    CountingDuty often = new CountingDuty();
    CountingDuty seldom = new CountingDuty();
    seldom.pause = Duration.ofSeconds(10);
    runner(Runnable::run, often, seldom).start();

    time.advance(Duration.ofSeconds(20));

    assertThat(often.passes).isEqualTo(20);
    assertThat(seldom.passes).isEqualTo(2);
  }

  @Test
  void aPassThatTakesLongIsNotJoinedByAnother() {
    ManualExecutor executor = new ManualExecutor();
    CountingDuty duty = new CountingDuty();
    runner(executor, duty).start();

    time.advance(Duration.ofSeconds(10));

    assertThat(executor.size()).isEqualTo(1);
    executor.runAll();
    assertThat(duty.passes).isEqualTo(1);
    assertThat(time.scheduled()).hasSize(1);
  }

  @Test
  void aDutyThatFailsIsLoggedAndMakesItsNextPass() {
    try (CapturedLog log = CapturedLog.of(DutyRunner.class)) {
      CountingDuty duty =
          new CountingDuty() {
            @Override
            public int runOnce() {
              super.runOnce();
              throw new IllegalStateException("no luck");
            }
          };
      runner(Runnable::run, duty).start();

      time.advance(Duration.ofSeconds(3));

      assertThat(duty.passes).isEqualTo(3);
      assertThat(log.lines())
          .hasSize(3)
          .containsOnly("ERROR Duty counting failed; it is tried again in PT1S");
    }
  }

  @Test
  void aDutyThatEndsInAnErrorMakesItsNextPassToo() {
    List<Throwable> escaped = new ArrayList<>();
    CountingDuty duty =
        new CountingDuty() {
          @Override
          public int runOnce() {
            super.runOnce();
            throw new AssertionError("no luck");
          }
        };
    runner(
            task -> {
              try {
                task.run();
              } catch (AssertionError error) {
                escaped.add(error);
              }
            },
            duty)
        .start();

    time.advance(Duration.ofSeconds(3));

    assertThat(duty.passes).isEqualTo(3);
  }

  @Test
  void afterStopThereIsNoPass() {
    ManualExecutor executor = new ManualExecutor();
    CountingDuty duty = new CountingDuty();
    DutyRunner runner = runner(executor, duty);
    runner.start();
    time.advance(Duration.ofSeconds(1));
    assertThat(executor.size()).isEqualTo(1);

    runner.stop();
    executor.runAll();
    time.advance(Duration.ofSeconds(10));

    assertThat(duty.passes).isZero();
    assertThat(time.scheduled()).isEmpty();
  }

  @Test
  void stopTakesBackWhatIsPlanned() {
    DutyRunner runner = runner(Runnable::run, new CountingDuty());
    runner.start();
    assertThat(time.scheduled()).hasSize(1);

    runner.stop();

    assertThat(time.scheduled()).isEmpty();
  }

  @Test
  void aDutyThatStopsItsRunnerIsNotPlannedAgain() {
    List<DutyRunner> itself = new ArrayList<>();
    CountingDuty duty =
        new CountingDuty() {
          @Override
          public int runOnce() {
            itself.get(0).stop();
            return super.runOnce();
          }
        };
    itself.add(runner(Runnable::run, duty));
    itself.get(0).start();

    time.advance(Duration.ofSeconds(5));

    assertThat(duty.passes).isEqualTo(1);
  }

  @Test
  void aDutyThatGetsNoThreadIsTriedAgain() {
    AtomicInteger tries = new AtomicInteger();
    CountingDuty duty = new CountingDuty();
    runner(
            task -> {
              if (tries.incrementAndGet() == 1) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              task.run();
            },
            duty)
        .start();

    time.advance(Duration.ofSeconds(3));

    assertThat(duty.passes).isEqualTo(2);
  }

  @Test
  void anExecutorThatIsClosedEndsTheDuty() {
    runner(
            task -> {
              throw new RejectedExecutionException("closed");
            },
            new CountingDuty())
        .start();

    time.advance(Duration.ofSeconds(5));

    assertThat(time.scheduled()).isEmpty();
  }
}
