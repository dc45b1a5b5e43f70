package dev.postbus.sample.shop;

import com.google.inject.Inject;
import com.google.inject.Singleton;
import dev.postbus.EventContext;
import dev.postbus.Subscribe;
import java.time.Duration;
import java.util.Map;

/** Counts whatever happens, by a pattern and without types, when nothing else is to be done. */
@Singleton
final class Analytics {

  /** Long enough to see that the queue LOW has work left while HIGH has none. */
  private static final Duration WORK = Duration.ofMillis(40);

  private final Narrator narrator;
  private final Tally tally;

  @Inject
  Analytics(Narrator narrator, Tally tally) {
    this.narrator = narrator;
    this.tally = tally;
  }

  @Subscribe("analytics.**")
  void count(Map<String, Object> facts, EventContext context) throws InterruptedException {
    int number = ((Number) facts.getOrDefault("number", 0)).intValue();
    if (narrator.tells(number)) {
      Thread.sleep(WORK.toMillis());
    }
    tally.add(Tally.Count.ANALYTICS);
    narrator.tell(context, "analytics", number, context.metadata().event() + " counted");
  }
}
