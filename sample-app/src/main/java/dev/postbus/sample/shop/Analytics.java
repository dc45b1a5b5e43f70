package dev.postbus.sample.shop;

import com.google.inject.Inject;
import com.google.inject.Singleton;
import dev.postbus.EventContext;
import dev.postbus.Subscribe;
import java.util.Map;

/** Counts whatever happens, by a pattern and without types, when nothing else is to be done. */
@Singleton
final class Analytics {

  private final Narrator narrator;
  private final Tally tally;
  private final Pace pace;

  @Inject
  Analytics(Narrator narrator, Tally tally, Pace pace) {
    this.narrator = narrator;
    this.tally = tally;
    this.pace = pace;
  }

  @Subscribe("analytics.**")
  void count(Map<String, Object> facts, EventContext context) throws InterruptedException {
    int number = ((Number) facts.getOrDefault("number", 0)).intValue();
    if (pace == Pace.HUMAN || narrator.tells(number)) {
      Thread.sleep(pace.counting().toMillis());
    }
    tally.add(Tally.Count.ANALYTICS);
    narrator.tell(context, "analytics", number, context.metadata().event() + " counted");
  }
}
