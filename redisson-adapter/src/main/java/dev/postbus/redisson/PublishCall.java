package dev.postbus.redisson;

import dev.postbus.EventQueue;
import dev.postbus.engine.Elements;
import dev.postbus.engine.GroupRoute;
import dev.postbus.engine.OutgoingEvent;
import dev.postbus.engine.PublishBatch;
import dev.postbus.engine.PublishReply;
import dev.postbus.engine.PublishReply.Kind;
import dev.postbus.engine.PublishReply.Result;
import dev.postbus.redisson.ScriptCodec.Tail;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of the publish script. Events that go the same way share a plan, and a row of them costs
 * one argument each: the body.
 */
final class PublishCall {

  /** Where events may go to: a queue of a group. */
  record Target(String group, EventQueue queue) {}

  /** An alarm that the reply asks for. */
  record Alarm(Target target, long millis) {}

  private record Way(List<GroupRoute> routes, EventQueue queue) {}

  private record Plan(String number, String text, byte @Nullable [] prefix) {}

  /** Beyond 300 years all delays are alike; Lua writes numbers of up to 14 digits as they are. */
  private static final Duration LONGEST = Duration.ofDays(110_000);

  /** So many events of one plan in a row; goes to Redis as its text. */
  private static final class Run {
    private final String plan;
    private int length;

    private Run(String plan) {
      this.plan = plan;
    }

    @Override
    public String toString() {
      return plan + "*" + length;
    }
  }

  private static final Plan UNCLAIMED = new Plan("0", "", null);

  private final PublishBatch batch;
  private final Map<Way, Plan> plans = new LinkedHashMap<>();
  private final Map<Target, Integer> targets = new LinkedHashMap<>();
  private final List<String> idKeys = new ArrayList<>();
  private final RedisKeys keys;
  private final Object[] arguments;
  private @Nullable Run run;

  PublishCall(RedisKeys keys, PublishBatch batch) {
    this.keys = keys;
    this.batch = batch;
    this.arguments = buildArguments();
  }

  Object[] arguments() {
    return arguments;
  }

  List<Object> keys() {
    List<Object> all = new ArrayList<>(6 + 7 * targets.size() + idKeys.size());
    all.addAll(List.of(keys.publisher(batch.publisherId()), keys.directoryVersion()));
    all.addAll(List.of(keys.directory(), keys.unclaimed(), keys.unclaimedEvents()));
    all.add(keys.unclaimedSequence());
    for (Target target : targets.keySet()) {
      RedisKeys.Group group = keys.group(target.group());
      EventQueue queue = target.queue();
      all.addAll(List.of(group.ready(queue), group.wake(queue), group.calendar(queue)));
      all.addAll(List.of(group.deliveries(), group.scheduled(), group.sequence(), group.counts()));
    }
    all.addAll(idKeys);
    return all;
  }

  private Object[] buildArguments() {
    List<Object> bodies = new ArrayList<>(batch.events().size() + 16);
    List<GroupRoute> lastRoutes = List.of();
    EventQueue lastQueue = EventQueue.DEFAULT;
    Plan plan = UNCLAIMED;
    for (OutgoingEvent event : batch.events()) {
      if (event.routes() != lastRoutes || event.queue() != lastQueue) {
        lastRoutes = event.routes();
        lastQueue = event.queue();
        plan =
            lastRoutes.isEmpty()
                ? UNCLAIMED
                : plans.computeIfAbsent(new Way(lastRoutes, lastQueue), this::plan);
      }
      add(event, plan, bodies);
    }
    List<Object> all = new ArrayList<>(6 + targets.size() + plans.size() + bodies.size());
    all.add(batch.sequence());
    all.add(batch.directoryVersion());
    all.add(Math.max(1, batch.deduplicationWindow().toMillis()));
    all.add(batch.unclaimedLimit());
    all.add(targets.size());
    targets.keySet().forEach(target -> all.add(RedisKeys.initial(target.queue())));
    all.add(plans.size());
    plans.values().forEach(one -> all.add(one.text()));
    all.addAll(bodies);
    return all.toArray();
  }

  private void add(OutgoingEvent event, Plan plan, List<Object> bodies) {
    if (plan != UNCLAIMED && event.delay().isZero() && !event.callerId()) {
      if (run == null || !run.plan.equals(plan.number())) {
        run = new Run(plan.number());
        bodies.add(run);
      }
      run.length++;
    } else {
      run = null;
      int idKey = 0;
      if (event.callerId()) {
        idKeys.add(keys.event(event.eventId()));
        idKey = idKeys.size();
      }
      char queue = RedisKeys.initial(event.queue());
      bodies.add(plan.number() + " " + millis(event.delay()) + " " + idKey + " " + queue);
      bodies.add(event.eventId());
      bodies.add(event.event());
    }
    byte[] envelope = event.envelope();
    if (plan == UNCLAIMED) {
      bodies.add(envelope);
    } else if (plan.prefix() == null) {
      bodies.add(new Tail(envelope, 1));
    } else {
      byte[] prefix = plan.prefix();
      byte[] element = new byte[prefix.length + envelope.length - 1];
      System.arraycopy(prefix, 0, element, 0, prefix.length);
      System.arraycopy(envelope, 1, element, prefix.length, envelope.length - 1);
      bodies.add(element);
    }
  }

  private Plan plan(Way way) {
    StringBuilder text = new StringBuilder();
    for (GroupRoute route : way.routes()) {
      Target target = new Target(route.group(), way.queue());
      int number = targets.computeIfAbsent(target, fresh -> targets.size() + 1);
      text.append(number).append(':');
      route.handlers().forEach(handler -> text.append(handler).append(','));
      text.setCharAt(text.length() - 1, ' ');
    }
    byte[] prefix =
        way.routes().size() > 1
            ? null
            : Elements.prefix(way.routes().get(0).handlers()).getBytes(StandardCharsets.US_ASCII);
    return new Plan(String.valueOf(plans.size() + 1), text.toString(), prefix);
  }

  /** Returns the milliseconds that are not less than the duration: nothing is ever early. */
  static long millis(Duration duration) {
    if (duration.compareTo(LONGEST) >= 0) {
      return LONGEST.toMillis();
    }
    return duration.plusNanos(999_999).toMillis();
  }

  /** Reads what became of the events. */
  PublishReply.Accepted accepted(String reply) {
    Map<Integer, Result> exceptions = new HashMap<>();
    for (String fact : facts(reply)) {
      if (fact.charAt(0) == 'D') {
        int equals = fact.indexOf('=');
        int groups = Integer.parseInt(fact.substring(equals + 1));
        exceptions.put(
            Integer.parseInt(fact.substring(1, equals)), new Result(Kind.DUPLICATE, groups));
      } else if (fact.charAt(0) == 'F') {
        exceptions.put(Integer.parseInt(fact.substring(1)), new Result(Kind.UNCLAIMED_FULL, 0));
      }
    }
    List<OutgoingEvent> events = batch.events();
    List<Result> results = new ArrayList<>(events.size());
    Result stored = new Result(Kind.STORED, 0);
    for (int i = 0; i < events.size(); i++) {
      Result exception = exceptions.isEmpty() ? null : exceptions.get(i);
      if (exception != null) {
        results.add(exception);
        continue;
      }
      int groups = events.get(i).routes().size();
      if (stored.groups() != groups) {
        stored = new Result(Kind.STORED, groups);
      }
      results.add(stored);
    }
    return new PublishReply.Accepted(results);
  }

  /** Reads which alarms are to be set. */
  List<Alarm> alarms(String reply) {
    List<Alarm> alarms = new ArrayList<>(0);
    for (String fact : facts(reply)) {
      if (fact.charAt(0) == 'A') {
        int equals = fact.indexOf('=');
        int number = Integer.parseInt(fact.substring(1, equals));
        Target target = List.copyOf(targets.keySet()).get(number - 1);
        alarms.add(new Alarm(target, Long.parseLong(fact.substring(equals + 1))));
      }
    }
    return alarms;
  }

  private static List<String> facts(String reply) {
    List<String> facts = List.of(reply.split(" "));
    return facts.subList(1, facts.size());
  }
}
