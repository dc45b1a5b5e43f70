package dev.postbus.redisson;

import dev.postbus.InstanceInfo;
import dev.postbus.RunningHandler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads who is there. Thread-safe. */
final class RedisInstances {

  /** Large fleets are read some at a time. */
  private static final int AT_ONCE = 200;

  private static final String WHAT = "reading the instances";

  private final RedisKeys keys;
  private final AdminCalls calls;

  RedisInstances(RedisKeys keys, AdminCalls calls) {
    this.keys = keys;
    this.calls = calls;
  }

  private record Member(String group, String consumer) {}

  List<InstanceInfo> of(Collection<String> groups) {
    List<Member> members = members(List.copyOf(groups));
    List<InstanceInfo> instances = new ArrayList<>(members.size());
    for (int from = 0; from < members.size(); from += AT_ONCE) {
      read(members.subList(from, Math.min(from + AT_ONCE, members.size())), instances);
    }
    return List.copyOf(instances);
  }

  private List<Member> members(List<String> groups) {
    List<Member> members = new ArrayList<>();
    if (groups.isEmpty()) {
      return members;
    }
    List<Object> touched = new ArrayList<>();
    groups.forEach(group -> touched.add(keys.group(group).consumers()));
    List<Object> found = calls.run(WHAT, Script.CONSUMERS, touched);
    for (int i = 0; i < groups.size(); i++) {
      for (Object consumer : (List<?>) found.get(i)) {
        members.add(new Member(groups.get(i), (String) consumer));
      }
    }
    return members;
  }

  private void read(List<Member> members, List<InstanceInfo> into) {
    List<Object> touched = new ArrayList<>();
    for (Member member : members) {
      RedisKeys.Group group = keys.group(member.group());
      touched.addAll(
          List.of(
              group.leases(),
              group.fenced(),
              group.consumers(),
              group.inFlight(member.consumer())));
    }
    List<Object> found =
        calls.run(
            WHAT, Script.INSTANCES, touched, members.stream().map(Member::consumer).toArray());
    for (int i = 0; i < members.size(); i++) {
      // What an older version wrote begins like an element, and so with a line end here.
      String facts = ScriptCodec.text(found.get(3 * i + 2)).strip();
      int inFlight = ((Long) found.get(3 * i + 1)).intValue();
      boolean gone = facts.isEmpty() || (facts.equals("closed") && inFlight == 0);
      if (!gone) {
        Instant leaseUntil = Instant.ofEpochMilli(Long.parseLong((String) found.get(3 * i)));
        into.add(instance(members.get(i), leaseUntil, inFlight, facts));
      }
    }
  }

  private static InstanceInfo instance(
      Member member, Instant leaseUntil, int inFlight, String facts) {
    String[] lines = facts.split("\n", 2);
    // One that ended while it gave back what it held has left nothing but that.
    JsonNode who = Json.tree(lines[0].equals("closed") ? "{}" : lines[0]);
    JsonNode told = Json.tree(lines.length == 2 ? lines[1] : "{}");
    List<RunningHandler> running = new ArrayList<>();
    for (JsonNode run : told.path("running")) {
      running.add(
          new RunningHandler(
              run.path(0).asString(""),
              run.path(1).asString(""),
              run.path(2).asString(""),
              run.path(3).asInt(1),
              Instant.ofEpochMilli(told.path("at").asLong(0) - run.path(4).asLong(0))));
    }
    Set<String> handlers = new HashSet<>();
    (told.has("handlers") ? told : who)
        .path("handlers")
        .forEach(handler -> handlers.add(handler.asString("")));
    return new InstanceInfo(
        member.consumer(),
        member.group(),
        who.path("host").asString("unknown"),
        who.path("pid").asLong(0),
        Instant.ofEpochMilli(who.path("since").asLong(leaseUntil.toEpochMilli())),
        leaseUntil,
        handlers,
        inFlight,
        running);
  }
}
