package dev.postbus.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.chaos.history.Entry;
import dev.postbus.chaos.load.Fate;
import dev.postbus.chaos.nemesis.FaultKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckerTest {

  private final Story story = new Story();

  @Test
  void whatEveryHandlerHandledIsGood() {
    story.emit(1_000, "k", Fate.FINE);
    story.fine("alpha-1.1", 1_010, "k", "a1", 1).fine("beta-1.1", 1_010, "k", "b1", 1);

    Verdict verdict = story.verdict();

    assertThat(verdict.good()).isTrue();
    assertThat(verdict.line())
        .isEqualTo(
            "verdict: receipts=1 handled=2 dead=0 lost=0 unexpected=0 duplicates=0 faults=0");
  }

  @Test
  void whatOneHandlerNeverSawIsLost() {
    story.emit(1_000, "k", Fate.FINE).fine("alpha-1.1", 1_010, "k", "a1", 1);

    Verdict verdict = story.verdict();

    assertThat(verdict.lost())
        .singleElement()
        .asString()
        .startsWith("k was never handled by b1 nor is it in the dead letters");
    assertThat(verdict.good()).isFalse();
  }

  @Test
  void whatBeganAndNeverEndedIsLost() {
    story.emit(1_000, "k", Fate.FINE);
    story.fine("alpha-1.1", 1_010, "k", "a1", 1).starts("beta-1.1", 1_010, "k", "b1", 1);
    story.fault(FaultKind.KILL_CONSUMER, "beta-1", 1_012, 2_000);

    assertThat(story.verdict().lost()).hasSize(1);
  }

  @Test
  void whatIsInTheDeadLettersIsNotLost() {
    story.emit(1_000, "k", Fate.PERMANENT).fine("beta-1.1", 1_010, "k", "b1", 1);
    story.fails("alpha-1.1", 1_010, "k", "a1", 1).dead("k", "a1");

    Verdict verdict = story.verdict();

    assertThat(verdict.good()).isTrue();
    assertThat(verdict.dead()).isEqualTo(1);
  }

  @Test
  void withoutReceiptNothingIsPromised() {
    story.intent(1_000, "killed", 0, 3, Fate.FINE);
    story.intent(1_000, "unknown", 0, 3, Fate.FINE).refusal(1_020, "unknown", "UNKNOWN");
    story.fine("alpha-1.1", 1_010, "unknown", "a1", 1);

    assertThat(story.verdict().good()).isTrue();
  }

  @Test
  void whatNobodyEmittedIsUnexpected() {
    story.fine("alpha-1.1", 1_010, "k", "a1", 1).dead("other", "b1");

    assertThat(story.verdict().unexpected())
        .containsExactlyInAnyOrder(
            "k was handled by a1 without intent",
            "a dead letter without intent: DeadKey[key=other, handler=b1]");
  }

  @Test
  void whatIsNotStoredMustNotBeHandled() {
    story.intent(1_000, "k", 0, 3, Fate.FINE).refusal(1_020, "k", "NOT_STORED");
    story.fine("alpha-1.1", 1_010, "k", "a1", 1);

    unexpected("k was handled though its emit said that it is not stored");
  }

  @Test
  void whatIsHandledBeforeItIsDueIsUnexpected() {
    story.intent(1_000, "k", 500, 3, Fate.FINE).fine("alpha-1.1", 1_499, "k", "a1", 1);

    unexpected("handled before it was due");
  }

  @Test
  void oneAttemptTooManyIsUnexpected() {
    story.intent(1_000, "k", 0, 2, Fate.FAILS_ALWAYS);
    story.fails("alpha-1.1", 1_100, "k", "a1", 1).fails("alpha-1.1", 1_300, "k", "a1", 2);
    story.fails("alpha-1.1", 1_500, "k", "a1", 3);

    unexpected("one attempt too many");
  }

  @Test
  void oneEmitThatBecameTwoEventsIsUnexpected() {
    story.emit(1_000, "k", Fate.FINE);
    story.fine("alpha-1.1", 1_010, "k", "a1", 1).fine("beta-1.1", 1_010, "k", "b1", 1);
    story.log("shop-1.1", new Entry.Receipt(1_005, "k", "another", 2, false));

    unexpected("k became several events");
  }

  @Test
  void aReceiptThatMissesAGroupIsUnexpected() {
    story.intent(1_000, "k", 0, 3, Fate.FINE).receipt(1_001, "k", 1);
    story.fine("alpha-1.1", 1_010, "k", "a1", 1).fine("beta-1.1", 1_010, "k", "b1", 1);

    unexpected("says 1 groups, there are 2");
  }

  @Test
  void whatRedisComplainsOfIsUnexpected() {
    story.store("still queued after the settle time");

    unexpected("still queued after the settle time");
  }

  @Test
  void deadLettersThatALimitDroppedAreLost() {
    story.dropped("3 dead letters were dropped");

    assertThat(story.verdict().lost()).containsExactly("3 dead letters were dropped");
  }

  @Test
  void aSuccessThatRedisHasTakenIsNeverRepeatedWhateverBreaks() {
    handledTwice().fault(FaultKind.KILL_CONSUMER, "alpha-1", 1_020, 1_500);
    story.log("alpha-1.1", new Entry.Settled(1_018, "id-of-k", "a1"));

    unexpected("was handled again at 3500 though Redis had taken its success at 1018");
  }

  @Test
  void aSleeperMayRepeatWhatRedisHasTaken() {
    handledTwice().fault(FaultKind.STOP_CONSUMER, "alpha-2", 900, 3_490);
    story.log("alpha-1.1", new Entry.Settled(1_018, "id-of-k", "a1"));

    assertThat(story.verdict().good()).isTrue();
  }

  @Test
  void aLossOfPowerMayTakeBackWhatRedisHasTaken() {
    handledTwice().everySecond().fault(FaultKind.POWER_LOSS, "redis", 1_500, 1_800);
    story.log("alpha-1.1", new Entry.Settled(1_018, "id-of-k", "a1"));

    assertThat(story.verdict().good()).isTrue();
  }

  @Test
  void aSuccessThatIsRepeatedForNoReasonIsUnexpected() {
    handledTwice();

    Verdict verdict = story.verdict();

    assertThat(verdict.duplicates()).isEqualTo(1);
    unexpected("handled again after a success that nothing put in doubt");
  }

  @Test
  void aKillOfItsConsumerExplainsARepeat() {
    handledTwice().fault(FaultKind.KILL_CONSUMER, "alpha-1", 1_020, 1_500);

    Verdict verdict = story.verdict();

    assertThat(verdict.good()).isTrue();
    assertThat(verdict.duplicates()).isEqualTo(1);
    assertThat(verdict.duplicatesPerThousand()).isEqualTo(500.0);
  }

  @Test
  void aKillOfItsGroupExplainsARepeatAndOneOfAnEarlierProcessDoesNot() {
    handledTwice().fault(FaultKind.KILL_CONSUMER, "alpha-1.0", 500, 900);
    unexpected("handled again after a success");

    story.fault(FaultKind.KILL_GROUP, "alpha-1", 1_020, 1_500);
    assertThat(story.verdict().good()).isTrue();
  }

  @Test
  void aKillOfAnotherConsumerOrAtAnotherTimeExplainsNothing() {
    handledTwice().fault(FaultKind.KILL_CONSUMER, "beta-1", 1_020, 1_500);
    story.fault(FaultKind.KILL_CONSUMER, "alpha-1", 4_100, 5_000);

    unexpected("handled again after a success");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "SCRIPT_FLUSH",
        "ROLLING_RESTART",
        "LOSE_REPLY",
        "SLOW_NETWORK",
        "CUT",
        "CLIENT_KILL",
        "KILL_REDIS"
      })
  void whatMustPassUnnoticedExplainsNothing(FaultKind kind) {
    handledTwice().fault(kind, "redis", 1_012, 1_012).fault(kind, "alpha-1", 1_012, 1_012);

    unexpected("handled again after a success");
  }

  @ParameterizedTest
  @EnumSource(names = {"LOSE_REPLY", "SLOW_NETWORK", "CUT", "CLIENT_KILL", "KILL_REDIS"})
  void brokenConnectionsExplainARepeatWhenTheLeaseWasLost(FaultKind kind) {
    handledTwice().fault(kind, "redis", 1_012, 1_012).fault(kind, "alpha-1", 1_012, 1_012);
    story.log("alpha-1.1", new Entry.LeaseLost(4_000));

    assertThat(story.verdict().good()).isTrue();
  }

  @Test
  void aKillOfItsConsumerExplainsARepeatAlsoLaterWhenRedisWasAwayMeanwhile() {
    handledTwice().fault(FaultKind.KILL_CONSUMER, "alpha-1", 4_100, 5_000);
    unexpected("after a success that nothing put in doubt");

    story.fault(FaultKind.KILL_REDIS, "redis", 1_050, 3_900);
    assertThat(story.verdict().unexpected()).isEmpty();
  }

  @Test
  void anOutageOfRedisLongBeforeAKillExplainsNothing() {
    handledTwice().fault(FaultKind.KILL_REDIS, "redis", 500, 1_000);
    story.fault(FaultKind.KILL_CONSUMER, "alpha-1", 4_100, 5_000);

    unexpected("after a success that nothing put in doubt");
  }

  @Test
  void aLostLeaseAloneExplainsNothing() {
    handledTwice().log("alpha-1.1", new Entry.LeaseLost(4_000));

    unexpected("handled again after a success");
  }

  @Test
  void aStopExplainsARepeatWhenItIsLong() {
    handledTwice().fault(FaultKind.STOP_CONSUMER, "alpha-1", 1_012, 1_500);
    unexpected("handled again after a success");

    story.fault(FaultKind.STOP_CONSUMER, "alpha-1", 1_012, 3_500);
    assertThat(story.verdict().good()).isTrue();
  }

  @Test
  void aStopOfTheOneThatDoesItAgainExplainsARepeat() {
    handledTwice().fault(FaultKind.STOP_CONSUMER, "alpha-2", 900, 3_490);

    assertThat(story.verdict().good()).isTrue();
  }

  @Test
  void twoRunsAtOnceAreUnexpected() {
    story.emit(1_000, "k", Fate.FINE).fine("beta-1.1", 1_010, "k", "b1", 1);
    story.run("alpha-1.1", 1_010, 1_900, "k", "a1", 1, false);
    story.fine("alpha-2.1", 1_500, "k", "a1", 2);

    unexpected("two runs at once");
  }

  @Test
  void aFailureThatIsNotCountedIsUnexpected() {
    story.emit(1_000, "k", Fate.FAILS_ONCE).fine("beta-1.1", 1_010, "k", "b1", 1);
    story.fails("alpha-1.1", 1_010, "k", "a1", 1).fine("alpha-1.1", 1_200, "k", "a1", 1);

    unexpected("an attempt not counted");
  }

  @Test
  void whoAsksForADelayMustGetIt() {
    story.emit(1_000, "k", Fate.WANTS_LATER).fine("beta-1.1", 1_010, "k", "b1", 1);
    story.fails("alpha-1.1", 1_010, "k", "a1", 1).fine("alpha-2.1", 1_314, "k", "a1", 2);
    unexpected("was handled before the time it asked for");

    story.fault(FaultKind.KILL_CONSUMER, "alpha-1", 1_016, 1_500);
    assertThat(story.verdict().good()).isTrue();
  }

  @Test
  void aRedriveGivesAFreshBudget() {
    story.emit(1_000, "k", Fate.PERMANENT).fine("beta-1.1", 1_010, "k", "b1", 1);
    story.fails("alpha-1.1", 1_010, "k", "a1", 1);
    story.log("redrive.1", new Entry.Redrive(2_000, "k", "a1"));
    story.fails("alpha-1.1", 2_010, "k", "a1", 1).dead("k", "a1");

    assertThat(story.verdict().good()).isTrue();
  }

  @Test
  void aDeadLetterWithoutAReasonIsUnexpected() {
    story.emit(1_000, "k", Fate.FINE).fine("beta-1.1", 1_010, "k", "b1", 1);
    story.fails("alpha-1.1", 1_010, "k", "a1", 1).dead("k", "a1");

    unexpected("died without a reason");
  }

  @Test
  void whatIsHandledAndDeadIsUnexpected() {
    story.emit(1_000, "k", Fate.PERMANENT).fine("beta-1.1", 1_010, "k", "b1", 1);
    story.fine("alpha-1.1", 1_010, "k", "a1", 1).dead("k", "a1");

    unexpected("is dead and handled");
  }

  @Test
  void whatAKillOfRedisCostsWithinTheWindowIsCountedApart() {
    story.everySecond().emit(1_000, "in", Fate.FINE).emit(9_000, "out", Fate.FINE);
    story.fault(FaultKind.KILL_REDIS, "redis", 2_900, 3_500);

    Verdict verdict = story.verdict();

    assertThat(verdict.inWindow()).hasSize(2).allMatch(lost -> lost.startsWith("in was never"));
    assertThat(verdict.oldestInWindowMillis()).isEqualTo(1_899);
    assertThat(verdict.lost()).hasSize(2).allMatch(lost -> lost.startsWith("out was never"));
  }

  @Test
  void whenRedisSyncsAlwaysThereIsNoWindow() {
    story.emit(1_000, "k", Fate.FINE).fault(FaultKind.KILL_REDIS, "redis", 2_900, 3_500);

    assertThat(story.verdict().lost()).hasSize(2);
  }

  private Story handledTwice() {
    story.emit(1_000, "k", Fate.FINE).fine("beta-1.1", 1_010, "k", "b1", 1);
    story.fine("alpha-1.1", 1_010, "k", "a1", 1).fine("alpha-2.1", 3_500, "k", "a1", 1);
    return story;
  }

  private void unexpected(String text) {
    assertThat(story.verdict().unexpected()).singleElement().asString().contains(text);
  }
}
