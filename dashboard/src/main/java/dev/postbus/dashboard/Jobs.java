package dev.postbus.dashboard;

import dev.postbus.DeadLetter;
import dev.postbus.DelayedEvent;
import dev.postbus.EventBusAdmin;
import dev.postbus.Page;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs mass actions in steps that are short for the store, one after the other. Thread-safe. */
final class Jobs {

  private static final int MOST_WAITING = 20;
  private static final int REMEMBERED = 50;
  private static final int LOOK_AT_ONCE = 500;
  private static final int ACT_AT_ONCE = 100;
  private static final long TELL_EVERY_MILLIS = 250;

  /** Names are short: these take some hundred megabytes at most. */
  static final int MOST_FOUND = 1_000_000;

  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

  private final Supplier<EventBusAdmin> admin;
  private final EventSearch search;
  private final Audit audit;
  private final Clock clock;
  private final Executor executor;
  private final Consumer<Job> listener;

  /** Guarded by this; oldest first. */
  private final Map<String, Job> jobs = new LinkedHashMap<>();

  /** Of the executor's one thread. */
  private long toldAt;

  /**
   * Takes who runs them and whom to tell of progress.
   *
   * @param executor runs one at a time
   */
  Jobs(
      Supplier<EventBusAdmin> admin,
      EventSearch search,
      Audit audit,
      Clock clock,
      Executor executor,
      Consumer<Job> listener) {
    this.admin = admin;
    this.search = search;
    this.audit = audit;
    this.clock = clock;
    this.executor = executor;
    this.listener = listener;
  }

  /** Has one run as soon as those before it have ended. */
  Job start(Action action, String group, EventSearch.Wanted wanted, String who) {
    Job job = new Job(UUID.randomUUID().toString(), action, group, wanted, who);
    synchronized (this) {
      if (jobs.values().stream().filter(Job::isRunning).count() >= MOST_WAITING) {
        throw ApiError.tooMany(
            "%d mass actions wait already; try again when some have ended".formatted(MOST_WAITING),
            10);
      }
      jobs.put(job.id(), job);
      List<String> ended =
          jobs.values().stream().filter(one -> !one.isRunning()).map(Job::id).toList();
      ended.stream().limit(Math.max(0, jobs.size() - REMEMBERED)).forEach(jobs::remove);
    }
    audit.note(who, action.toString(), "%s, %s: begun".formatted(group, wanted.describe()));
    executor.execute(() -> run(job));
    return job;
  }

  synchronized List<Job> all() {
    return new ArrayList<>(jobs.values());
  }

  synchronized Optional<Job> find(String id) {
    return Optional.ofNullable(jobs.get(id));
  }

  /** Has all end soon. */
  void stopAll() {
    all().forEach(Job::stop);
  }

  private void run(Job job) {
    Job.State state;
    try {
      listener.accept(job);
      look(job);
      act(job);
      state = job.isStopped() ? Job.State.CANCELLED : Job.State.DONE;
    } catch (RuntimeException failure) {
      LOG.warn("A mass action of the dashboard ended early; start it again", failure);
      job.note(String.valueOf(failure.getMessage()));
      state = Job.State.FAILED;
    }
    // Whoever sees that it has ended finds in the audit list how.
    try {
      audit.note(job.who(), job.action().toString(), job.outcome(state));
    } finally {
      job.end(state);
      listener.accept(job);
    }
  }

  private void look(Job job) {
    for (long cursor = 0; cursor >= 0 && !job.isStopped(); ) {
      cursor =
          switch (job.action()) {
            case REDRIVE, DISCARD ->
                look(
                    job,
                    search.dead(job.group(), job.wanted(), cursor, LOOK_AT_ONCE),
                    DeadLetter::key);
            case RUN_NOW ->
                look(
                    job,
                    search.delayed(job.group(), job.wanted(), cursor, LOOK_AT_ONCE),
                    DelayedEvent::deliveryId);
            case CANCEL ->
                look(
                    job,
                    firstDeliveries(
                        search.delayed(job.group(), job.wanted(), cursor, LOOK_AT_ONCE)),
                    delayed -> delayed.metadata().eventId());
          };
      if (job.foundSoFar() >= MOST_FOUND && cursor >= 0) {
        job.note("More may match: start it again for the rest.");
        break;
      }
    }
  }

  private static Page<DelayedEvent> firstDeliveries(Page<DelayedEvent> page) {
    return new Page<>(
        page.items().stream().filter(DelayedEvent::firstDelivery).toList(),
        page.next(),
        page.looked(),
        page.total());
  }

  private <T> long look(Job job, Page<T> page, Function<T, String> name) {
    job.looked(page.items().stream().map(name).toList(), page.looked(), page.total());
    tell(job);
    return page.next();
  }

  private void act(Job job) {
    List<String> found = job.takeFound();
    if (job.action() == Action.REDRIVE) {
      // Lists begin with the newest; handlers get again first what failed first.
      Collections.reverse(found);
    }
    for (int from = 0; from < found.size() && !job.isStopped(); from += ACT_AT_ONCE) {
      List<String> some = found.subList(from, Math.min(from + ACT_AT_ONCE, found.size()));
      job.done(job.action().run(admin.get(), job.group(), some));
      tell(job);
    }
  }

  /** Of steps, not more than anybody can see. */
  private void tell(Job job) {
    long now = clock.millis();
    if (now - toldAt >= TELL_EVERY_MILLIS) {
      toldAt = now;
      listener.accept(job);
    }
  }
}
