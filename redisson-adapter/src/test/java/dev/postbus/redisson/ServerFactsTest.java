package dev.postbus.redisson;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerFactsTest {

  private static ServerFacts version(String version) {
    return ServerFacts.of("# Server\r\nredis_version:" + version + "\r\nredis_mode:standalone\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.8.24", "5.0.14", "6.0.16", "6.1.240"})
  void serverThatIsTooOldIsRefused(String old) {
    assertThat(version(old).refusal())
        .hasValue("this Redis has version " + old + "; Postbus needs 6.2 or later, upgrade it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"6.2.0", "6.2", "7.0.15", "8.4.0", "10.0.0", "255.255.255", "unstable", ""})
  void serverThatIsNewEnoughOrTellsNothingIsNot(String fine) {
    assertThat(version(fine).refusal()).isEmpty();
  }

  @Test
  void serverThatTellsNothingIsTakenToBeInOrder() {
    ServerFacts silent = ServerFacts.of("");

    assertThat(silent.refusal()).isEmpty();
    assertThat(silent.warnings()).isEmpty();
    assertThat(silent.remark()).isEmpty();
  }

  @Test
  void policyThatDeletesAndReplicaAreWarnedOf() {
    ServerFacts facts =
        ServerFacts.of(
            "# Memory\r\nmaxmemory_policy:allkeys-lru\r\n# Persistence\r\naof_enabled:0\r\n"
                + "# Replication\r\nrole:slave\r\n");

    assertThat(facts.warnings())
        .containsExactly(
            "The maxmemory-policy of this Redis is allkeys-lru, with which it may delete events"
                + " when memory runs short; set it to noeviction",
            "This Redis is a replica, which takes no events; connect to its primary, or through"
                + " Sentinel");
    assertThat(facts.remark())
        .hasValue(
            "This Redis has no append-only file; a crash of it loses what came after its last"
                + " snapshot");
  }

  @Test
  void goodServerIsPassedInSilence() {
    ServerFacts facts =
        ServerFacts.of(
            "redis_version:7.0.15\r\n"
                + "maxmemory_policy:noeviction\r\n"
                + "aof_enabled:1\r\n"
                + "role:master\r\n");

    assertThat(facts.warnings()).isEmpty();
    assertThat(facts.remark()).isEmpty();
  }
}
