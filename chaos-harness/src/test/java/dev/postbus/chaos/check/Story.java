package dev.postbus.chaos.check;

import dev.postbus.chaos.check.Evidence.DeadKey;
import dev.postbus.chaos.history.Entry;
import dev.postbus.chaos.load.Fate;
import dev.postbus.chaos.load.Topology;
import dev.postbus.chaos.nemesis.Fault;
import dev.postbus.chaos.nemesis.FaultKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Makes up what the processes of a run wrote down. A lease is two seconds. */
final class Story {

  private final Map<String, List<Entry>> logs = new TreeMap<>();
  private final List<Fault> faults = new ArrayList<>();
  private final Set<DeadKey> dead = new HashSet<>();
  private final List<String> store = new ArrayList<>();
  private final List<String> dropped = new ArrayList<>();
  private boolean everySecond;
  private long numbers;

  Story intent(long at, String key, long delay, int attempts, Fate fate) {
    return log(
        "shop-1.1", new Entry.Intent(at, key, Topology.PAYMENT, delay, attempts, fate, "a1"));
  }

  /** Emits an event to a1 and b1 whose receipt is given. */
  Story emit(long at, String key, Fate fate) {
    return intent(at, key, 0, 3, fate).receipt(at + 1, key, 2);
  }

  Story receipt(long at, String key, int groups) {
    return log("shop-1.1", new Entry.Receipt(at, key, "id-of-" + key, groups, false));
  }

  Story refusal(long at, String key, String outcome) {
    return log("shop-1.1", new Entry.Refusal(at, key, outcome));
  }

  Story fine(String process, long at, String key, String handler, int attempt) {
    return run(process, at, at + 5, key, handler, attempt, true);
  }

  Story fails(String process, long at, String key, String handler, int attempt) {
    return run(process, at, at + 5, key, handler, attempt, false);
  }

  Story starts(String process, long at, String key, String handler, int attempt) {
    return log(
        process, new Entry.Start(at, ++numbers, key, "id-of-" + key, handler, attempt, false));
  }

  Story run(
      String process, long at, long end, String key, String handler, int attempt, boolean fine) {
    starts(process, at, key, handler, attempt);
    return log(process, new Entry.End(end, numbers, fine));
  }

  Story log(String process, Entry entry) {
    logs.computeIfAbsent(process, name -> new ArrayList<>()).add(entry);
    return this;
  }

  Story fault(FaultKind kind, String target, long from, long to) {
    faults.add(new Fault(kind, List.of(victim(target)), from, to));
    return this;
  }

  /** Of a member it is the first process. */
  private static String victim(String target) {
    return target.matches(".*-\\d") ? target + ".1" : target;
  }

  Story dead(String key, String handler) {
    dead.add(new DeadKey(key, handler));
    return this;
  }

  Story store(String complaint) {
    store.add(complaint);
    return this;
  }

  Story dropped(String complaint) {
    dropped.add(complaint);
    return this;
  }

  Story everySecond() {
    everySecond = true;
    return this;
  }

  Verdict verdict() {
    List<ProcessLog> all = new ArrayList<>();
    logs.forEach((name, entries) -> all.add(new ProcessLog(name, entries)));
    return Checker.check(
        new Evidence(
            all,
            faults,
            new Findings(dead, dropped, store),
            List.of(),
            Duration.ofSeconds(2),
            everySecond));
  }
}
