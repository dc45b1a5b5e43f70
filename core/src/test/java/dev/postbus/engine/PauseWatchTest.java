package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventQueue;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PauseWatchTest {

  private final RecordingListener listener = new RecordingListener();
  private final PauseWatch pauses = new PauseWatch("shop", listener);

  @Test
  void tellsEachPauseAndItsEndOnce() {
    pauses.seen(Set.of(EventQueue.LOW), -7);
    pauses.seen(Set.of(EventQueue.LOW), -6);
    pauses.seen(Set.of(EventQueue.HIGH), 5);

    assertThat(listener.heard)
        .containsExactly(
            "paused LOW of shop: true", "paused HIGH of shop: true", "paused LOW of shop: false");
    assertThat(pauses.paused()).containsExactly(EventQueue.HIGH);
  }

  @Test
  void theAnswerToAnEarlierQuestionComesTooLateToCount() {
    pauses.seen(Set.of(), 2);

    pauses.seen(Set.of(EventQueue.LOW), 1);

    assertThat(listener.heard).isEmpty();
    assertThat(pauses.paused()).isEmpty();
    pauses.seen(Set.of(EventQueue.LOW), 3);
    assertThat(pauses.paused()).containsExactly(EventQueue.LOW);
  }
}
