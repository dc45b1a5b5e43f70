package dev.postbus.redisson;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a server says of itself, and what is to be said about it. What it does not tell is taken to
 * be in order.
 *
 * @param version its version, or empty
 * @param evictionPolicy its maxmemory-policy, or empty
 * @param appendOnly whether it writes an append-only file, or says nothing of it
 * @param replica whether it is a replica
 */
record ServerFacts(String version, String evictionPolicy, boolean appendOnly, boolean replica) {

  private static final int LEAST_MAJOR = 6;
  private static final int LEAST_MINOR = 2;

  /** Reads the text of INFO. */
  static ServerFacts of(String info) {
    return new ServerFacts(
        value(info, "redis_version"),
        value(info, "maxmemory_policy"),
        !value(info, "aof_enabled").equals("0"),
        value(info, "role").equals("slave"));
  }

  private static String value(String info, String name) {
    return info.lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  /** Returns why this server cannot serve at all. */
  Optional<String> refusal() {
    String[] numbers = version.split("[.]");
    try {
      int major = Integer.parseInt(numbers[0]);
      int minor = numbers.length > 1 ? Integer.parseInt(numbers[1]) : 0;
      return major > LEAST_MAJOR || (major == LEAST_MAJOR && minor >= LEAST_MINOR)
          ? Optional.empty()
          : Optional.of(
              "this Redis has version %s; Postbus needs 6.2 or later, upgrade it"
                  .formatted(version));
    } catch (NumberFormatException noVersion) {
      return Optional.empty();
    }
  }

  /** Returns what someone should look at. */
  Stream<String> warnings() {
    return Stream.concat(
        evictionPolicy.isEmpty() || evictionPolicy.equals("noeviction")
            ? Stream.empty()
            : Stream.of(
                "The maxmemory-policy of this Redis is %s, with which it may delete events when"
                        .formatted(evictionPolicy)
                    + " memory runs short; set it to noeviction"),
        replica
            ? Stream.of(
                "This Redis is a replica, which takes no events; connect to its primary, or through"
                    + " Sentinel")
            : Stream.empty());
  }

  /** Returns what is good to know. */
  Optional<String> remark() {
    return appendOnly
        ? Optional.empty()
        : Optional.of(
            "This Redis has no append-only file; a crash of it loses what came after its last"
                + " snapshot");
  }
}
