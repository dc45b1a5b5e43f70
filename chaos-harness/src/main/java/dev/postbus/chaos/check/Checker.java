package dev.postbus.chaos.check;

import dev.postbus.chaos.check.Evidence.DeadKey;
import dev.postbus.chaos.history.Entry;
import dev.postbus.chaos.load.Fate;
import dev.postbus.chaos.load.Job;
import dev.postbus.chaos.load.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Holds what happened against what was promised. */
public final class Checker {

  /** What a kill of Redis may cost when its file is synced every second. */
  public static final Duration LOSS_WINDOW = Duration.ofSeconds(2);

  private final Evidence evidence;
  private final Explanations explanations;
  private final Map<String, Entry.Intent> intents = new TreeMap<>();
  private final Map<String, Entry.Receipt> receipts = new TreeMap<>();
  private final Map<String, String> refusals = new TreeMap<>();
  private final Map<DeadKey, List<Run>> runs =
      new TreeMap<>(Comparator.comparing(DeadKey::key).thenComparing(DeadKey::handler));
  private final Map<DeadKey, List<Long>> redrives = new HashMap<>();

  /** By event id and handler: when Redis was known to have taken a success. */
  private final Map<DeadKey, Long> settled = new HashMap<>();

  private final List<String> lost = new ArrayList<>();
  private final List<String> inWindow = new ArrayList<>();
  private final List<String> unexpected = new ArrayList<>();
  private long duplicates;
  private long oldestInWindow;

  private Checker(Evidence evidence) {
    this.evidence = evidence;
    this.explanations = new Explanations(evidence);
  }

  /** Returns the verdict on a run. */
  public static Verdict check(Evidence evidence) {
    return new Checker(evidence).verdict();
  }

  private Verdict verdict() {
    evidence.logs().forEach(this::read);
    unexpected.addAll(evidence.complaints());
    unexpected.addAll(evidence.store().unexpected());
    lost.addAll(evidence.store().lost());
    checkPromises();
    checkEventIds();
    runs.forEach(this::checkRuns);
    evidence.store().dead().forEach(this::checkDead);
    long handled = runs.values().stream().filter(all -> all.stream().anyMatch(Run::fine)).count();
    return new Verdict(
        receipts.size(),
        handled,
        evidence.store().dead().size(),
        lost,
        inWindow,
        oldestInWindow,
        unexpected,
        duplicates,
        evidence.faults().size());
  }

  private void read(ProcessLog log) {
    Map<Long, Entry.End> ends = new TreeMap<>();
    for (Entry entry : log.entries()) {
      if (entry instanceof Entry.End end) {
        ends.put(end.number(), end);
      }
    }
    for (Entry entry : log.entries()) {
      if (entry instanceof Entry.Intent intent) {
        intents.put(intent.key(), intent);
      } else if (entry instanceof Entry.Receipt receipt) {
        receipts.put(receipt.key(), receipt);
      } else if (entry instanceof Entry.Refusal refusal) {
        refusals.put(refusal.key(), refusal.outcome());
      } else if (entry instanceof Entry.Settled end) {
        settled.merge(new DeadKey(end.eventId(), end.handler()), end.at(), Math::min);
      } else if (entry instanceof Entry.Redrive redrive) {
        redrives
            .computeIfAbsent(
                new DeadKey(redrive.key(), redrive.handler()), key -> new ArrayList<>())
            .add(redrive.at());
      } else if (entry instanceof Entry.Start start) {
        runs.computeIfAbsent(new DeadKey(start.key(), start.handler()), key -> new ArrayList<>())
            .add(new Run(log, start, ends.get(start.number())));
      }
    }
    runs.values().forEach(all -> all.sort(Comparator.comparingLong(run -> run.start().at())));
  }

  /** Every receipt: handled by each handler, or in its dead letters. */
  private void checkPromises() {
    for (Entry.Receipt receipt : receipts.values()) {
      Entry.Intent intent = intents.get(receipt.key());
      if (intent == null) {
        unexpected.add("a receipt without intent: " + receipt);
        continue;
      }
      if (receipt.groups() != Topology.groups().size()) {
        unexpected.add(
            "%s says %d groups, there are %d"
                .formatted(receipt, receipt.groups(), Topology.groups().size()));
      }
      for (String handler : Topology.handlersOf(intent.event())) {
        DeadKey key = new DeadKey(receipt.key(), handler);
        boolean done =
            evidence.store().dead().contains(key)
                || runs.getOrDefault(key, List.of()).stream().anyMatch(Run::fine);
        if (!done) {
          String what =
              "%s was never handled by %s nor is it in the dead letters; %s; runs: %s"
                  .formatted(receipt.key(), handler, receipt, describe(key));
          OptionalLong age = explanations.inLossWindow(receipt.at());
          (age.isPresent() ? inWindow : lost).add(what);
          oldestInWindow = Math.max(oldestInWindow, age.orElse(0));
        }
      }
    }
    refusals.forEach(
        (key, outcome) -> {
          boolean seen = runs.keySet().stream().anyMatch(run -> run.key().equals(key));
          if (outcome.equals("NOT_STORED") && seen) {
            unexpected.add(key + " was handled though its emit said that it is not stored");
          }
        });
  }

  /** One emit makes one event. */
  private void checkEventIds() {
    Map<String, Set<String>> ids = new TreeMap<>();
    runs.values()
        .forEach(
            all ->
                all.forEach(
                    run ->
                        ids.computeIfAbsent(run.start().key(), key -> new TreeSet<>())
                            .add(run.start().eventId())));
    receipts
        .values()
        .forEach(
            receipt ->
                ids.computeIfAbsent(receipt.key(), key -> new TreeSet<>()).add(receipt.eventId()));
    ids.forEach(
        (key, all) -> {
          if (all.size() > 1) {
            unexpected.add("%s became several events: %s".formatted(key, all));
          }
        });
  }

  private void checkRuns(DeadKey key, List<Run> all) {
    Entry.Intent intent = intents.get(key.key());
    if (intent == null) {
      unexpected.add("%s was handled by %s without intent".formatted(key.key(), key.handler()));
      return;
    }
    if (!Topology.handlersOf(intent.event()).contains(key.handler())) {
      unexpected.add("%s is no handler of %s".formatted(key.handler(), intent));
    }
    for (int i = 0; i < all.size(); i++) {
      Run run = all.get(i);
      if (run.start().at() < intent.at() + intent.delayMillis()) {
        unexpected.add("%s was handled before it was due: %s".formatted(intent, run.describe()));
      }
      if (run.start().attempt() > intent.attempts()) {
        unexpected.add("%s: one attempt too many: %s".formatted(intent, run.describe()));
      }
      if (run.end() == null && !explanations.explain(run)) {
        unexpected.add("%s never ended: %s".formatted(key, run.describe()));
      }
      checkSettled(key, run);
      checkRepeat(key, all.subList(0, i), run);
    }
  }

  /** What Redis has taken as done is done, whatever breaks: only a sleeper may not know it yet. */
  private void checkSettled(DeadKey key, Run run) {
    Long at = settled.get(new DeadKey(run.start().eventId(), key.handler()));
    if (at != null
        && at < run.start().at()
        && !explanations.mayBeForgotten(at)
        && !explanations.asleepBefore(run)) {
      unexpected.add(
          "%s was handled again at %d though Redis had taken its success at %d; runs: %s"
              .formatted(key, run.start().at(), at, describe(key)));
    }
  }

  private void checkRepeat(DeadKey key, List<Run> earlier, Run run) {
    List<Run> budget =
        earlier.stream().filter(before -> !redrivenBetween(key, before, run)).toList();
    List<Run> successes = earlier.stream().filter(Run::fine).toList();
    if (!successes.isEmpty()) {
      duplicates++;
      if (!explains(successes, run)) {
        unexpected.add(
            "%s was handled again after a success that nothing put in doubt; runs: %s"
                .formatted(key, describe(key)));
      }
      return;
    }
    checkWait(key, budget, run);
    for (Run before : budget) {
      boolean overlaps = before.endedAt() > run.start().at();
      boolean same = before.start().attempt() >= run.start().attempt();
      if ((overlaps || same) && !explains(List.of(before), run)) {
        unexpected.add(
            "%s: %s, though nothing hit the run before; runs: %s"
                .formatted(
                    key, overlaps ? "two runs at once" : "an attempt not counted", describe(key)));
        return;
      }
    }
  }

  /** Who asks for a delay gets it. */
  private void checkWait(DeadKey key, List<Run> budget, Run run) {
    Entry.Intent intent = intents.get(key.key());
    if (intent == null
        || intent.fate() != Fate.WANTS_LATER
        || !key.handler().equals(intent.victim())) {
      return;
    }
    for (Run before : budget) {
      boolean early = run.start().at() < before.endedAt() + Job.LATER.toMillis();
      if (before.end() != null && !before.fine() && early && !explains(List.of(before), run)) {
        unexpected.add(
            "%s was handled before the time it asked for; runs: %s".formatted(key, describe(key)));
      }
    }
  }

  /** Either what was done was not taken as done, or who does it again does not know better. */
  private boolean explains(List<Run> before, Run again) {
    return before.stream().anyMatch(explanations::explain) || explanations.explain(again);
  }

  private boolean redrivenBetween(DeadKey key, Run before, Run run) {
    return redrives.getOrDefault(key, List.of()).stream()
        .anyMatch(at -> at >= before.start().at() && at <= run.start().at());
  }

  /** A dead letter needs a reason: its fate, or crashes that used its attempts up. */
  private void checkDead(DeadKey key) {
    Entry.Intent intent = intents.get(key.key());
    if (intent == null) {
      unexpected.add("a dead letter without intent: " + key);
      return;
    }
    boolean fated = intent.fate().mayDie() && intent.victim().equals(key.handler());
    List<Run> all = runs.getOrDefault(key, List.of());
    if (!fated && all.stream().noneMatch(explanations::explain)) {
      unexpected.add("%s died without a reason; runs: %s".formatted(intent, describe(key)));
    }
    if (all.stream().anyMatch(Run::fine) && all.stream().noneMatch(explanations::explain)) {
      unexpected.add("%s is dead and handled; runs: %s".formatted(key, describe(key)));
    }
  }

  private String describe(DeadKey key) {
    return runs.getOrDefault(key, List.of()).stream().map(Run::describe).toList().toString();
  }
}
