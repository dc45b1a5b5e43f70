package dev.postbus.dashboard;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mass action: first it finds all that match, then it acts on those, so that what fails again
 * meanwhile is not taken a second time. Written by one thread, read and stopped by any.
 */
final class Job {

  /** How far it is. */
  enum State {
    RUNNING,
    DONE,
    CANCELLED,
    FAILED
  }

  private final String id;
  private final Action action;
  private final String group;
  private final EventSearch.Wanted wanted;
  private final String who;

  /** Guarded by this, as all below. */
  private final Set<String> found = new LinkedHashSet<>();

  private State state = State.RUNNING;
  private boolean stopped;
  private long looked;
  private long total;
  private long foundCount;
  private long done;
  private @Nullable String error;

  Job(String id, Action action, String group, EventSearch.Wanted wanted, String who) {
    this.id = id;
    this.action = action;
    this.group = group;
    this.wanted = wanted;
    this.who = who;
  }

  /** What is told of it. While {@code found} is null it still looks. */
  record Progress(
      String id,
      String action,
      String group,
      String state,
      long looked,
      long total,
      @Nullable Long found,
      long done,
      @Nullable String error) {}

  String id() {
    return id;
  }

  Action action() {
    return action;
  }

  String group() {
    return group;
  }

  EventSearch.Wanted wanted() {
    return wanted;
  }

  String who() {
    return who;
  }

  synchronized Progress progress() {
    boolean looks = foundCount == 0 && state == State.RUNNING;
    return new Progress(
        id,
        action.toString(),
        group,
        state.name().toLowerCase(Locale.ROOT),
        looked,
        total,
        looks ? null : foundCount,
        done,
        error);
  }

  synchronized boolean isRunning() {
    return state == State.RUNNING;
  }

  /** Has it end after the step that is under way. */
  synchronized void stop() {
    stopped = true;
  }

  synchronized boolean isStopped() {
    return stopped;
  }

  synchronized int foundSoFar() {
    return found.size();
  }

  synchronized void looked(List<String> names, long more, long outOf) {
    found.addAll(names);
    looked += more;
    total = Math.max(outOf, looked);
  }

  /** Ends the search and returns what it has found. */
  synchronized List<String> takeFound() {
    List<String> names = new ArrayList<>(found);
    foundCount = names.size();
    found.clear();
    return names;
  }

  synchronized void done(int more) {
    done += more;
  }

  /** Adds what people should know of its end. */
  synchronized void note(String what) {
    error = what;
  }

  synchronized void end(State how) {
    state = how;
  }

  /** Says what it has done when it ends so. */
  synchronized String outcome(State how) {
    return "%s, %s: %s%s"
        .formatted(
            group,
            wanted.describe(),
            action.some(done),
            switch (how) {
              case CANCELLED -> ", then stopped";
              case FAILED -> ", then failed: " + error;
              default -> "";
            });
  }
}
