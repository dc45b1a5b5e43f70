package dev.postbus.redisson;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What is to be said of a server, from what it says of itself. */
final class ServerFindings {

  private static final int NEARLY_FULL = 80;
  private static final int FULL = 95;
  private static final double MEGABYTE = 1 << 20;

  private final ServerReport report;

  ServerFindings(ServerReport report) {
    this.report = report;
  }

  /** Returns one finding for each thing that is looked at, in order. */
  List<Finding> all() {
    return Stream.of(version(), role(), persistence(), eviction(), memory(), clients()).toList();
  }

  private Finding version() {
    String version = report.text("redis_version");
    ServerFacts facts = new ServerFacts(version, "", true, false);
    if (version.isEmpty()) {
      return Finding.warn("version", "the server does not tell its version", "allow INFO");
    }
    return facts.refusal().isPresent()
        ? Finding.fail("version", "Redis " + version, "Postbus needs 6.2 or later, upgrade it")
        : Finding.ok("version", "Redis " + version);
  }

  private Finding role() {
    if (!report.is("role", "slave")) {
      long replicas = report.number("connected_slaves");
      return Finding.ok(
          "role", "primary with %d replica%s".formatted(replicas, replicas == 1 ? "" : "s"));
    }
    return Finding.fail(
        "role",
        "this is a replica, which takes no events",
        "connect to its primary (%s:%s), or through Sentinel"
            .formatted(report.text("master_host"), report.text("master_port")));
  }

  private Finding persistence() {
    if (report.number("loading") == 1) {
      return Finding.fail("persistence", "Redis is reading its data after a start", "wait for it");
    }
    if (report.is("aof_last_write_status", "err")) {
      return Finding.fail(
          "persistence",
          "the append-only file could not be written",
          "see to the disk of Redis: until then it takes no events");
    }
    if (report.is("rdb_last_bgsave_status", "err")) {
      return Finding.fail(
          "persistence",
          "the last snapshot could not be written",
          "see to the disk of Redis: by default it takes no events until a snapshot works");
    }
    if (report.number("aof_enabled") == 1) {
      return Finding.ok("persistence", "append-only file");
    }
    return report.tells("aof_enabled")
        ? Finding.warn(
            "persistence",
            "no append-only file: a crash of Redis loses what came after its last snapshot",
            "set appendonly yes, and appendfsync everysec or always")
        : Finding.warn("persistence", "the server does not tell how it persists", "allow INFO");
  }

  private Finding eviction() {
    String policy = report.text("maxmemory_policy");
    if (policy.equals("noeviction")) {
      return Finding.ok("eviction", "maxmemory-policy noeviction");
    }
    if (policy.isEmpty()) {
      return Finding.warn(
          "eviction", "the server does not tell its maxmemory-policy", "allow INFO");
    }
    String advice = "set maxmemory-policy noeviction";
    return report.number("maxmemory") == 0
        ? Finding.warn(
            "eviction",
            "maxmemory-policy %s, which deletes nothing while there is no maxmemory"
                .formatted(policy),
            advice)
        : Finding.fail(
            "eviction",
            "maxmemory-policy %s may delete events (%d keys evicted so far)"
                .formatted(policy, report.number("evicted_keys")),
            advice);
  }

  private Finding memory() {
    long used = report.number("used_memory");
    long limit = report.number("maxmemory");
    long machine = report.number("total_system_memory");
    if (limit == 0) {
      String text = "%s used, no maxmemory".formatted(megabytes(used));
      return machine > 0 && used * 100 / machine >= NEARLY_FULL
          ? Finding.warn(
              "memory",
              "%s, of %s that the machine has".formatted(text, megabytes(machine)),
              "let consumers drain the queues, or give it more memory; set a maxmemory")
          : Finding.ok("memory", text);
    }
    long percent = used * 100 / limit;
    String text = "%s of %s used (%d %%)".formatted(megabytes(used), megabytes(limit), percent);
    String advice =
        "let consumers drain the queues, or raise maxmemory: when it is full, emit fails";
    if (percent >= FULL) {
      return Finding.fail("memory", text, advice);
    }
    return percent >= NEARLY_FULL
        ? Finding.warn("memory", text, advice)
        : Finding.ok("memory", text);
  }

  private Finding clients() {
    long clients = report.number("connected_clients");
    long most = report.number("maxclients");
    String text =
        most == 0
            ? "%d connected".formatted(clients)
            : "%d of at most %d connected".formatted(clients, most);
    return most > 0 && clients * 100 / most >= NEARLY_FULL
        ? Finding.warn("clients", text, "raise maxclients, or end some of them")
        : Finding.ok("clients", text);
  }

  private static String megabytes(long bytes) {
    double size = bytes / MEGABYTE;
    return size >= 1_024
        ? String.format(Locale.ROOT, "%.1f GB", size / 1_024)
        : String.format(Locale.ROOT, size < 10 ? "%.1f MB" : "%.0f MB", size);
  }
}
