package dev.postbus.redisson.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import dev.postbus.testkit.contract.AdminContract;
import dev.postbus.testkit.contract.Buses;
import dev.postbus.testkit.contract.Contract;
import dev.postbus.testkit.contract.DeadLetterContract;
import dev.postbus.testkit.contract.DeduplicationContract;
import dev.postbus.testkit.contract.DelayContract;
import dev.postbus.testkit.contract.DurableBusFixture;
import dev.postbus.testkit.contract.DurableBuses;
import dev.postbus.testkit.contract.DurableContract;
import dev.postbus.testkit.contract.FleetContract;
import dev.postbus.testkit.contract.Gate;
import dev.postbus.testkit.contract.Inbox;
import dev.postbus.testkit.contract.InspectionContract;
import dev.postbus.testkit.contract.PauseContract;
import dev.postbus.testkit.contract.Ping;
import dev.postbus.testkit.contract.TailContract;
import dev.postbus.testkit.redis.PrivateRedis;
import dev.postbus.testkit.redis.RedisEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;

/**
 * The ACL user of docs/operations.md suffices: its very line is what these buses work with, but for
 * the namespace, and the fixture looks whether Redis has refused them anything.
 */
class LeastPrivilegeTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "operations.md");
  private static final String NAMESPACE = "{postbus}";

  private static String documentedLine() {
    try {
      return Files.readAllLines(DOCUMENT).stream()
          .filter(line -> line.startsWith("ACL SETUSER "))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no ACL SETUSER line in " + DOCUMENT));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Makes the user for a namespace; all others have nothing to say any more. */
  private static RedisEndpoint login(PrivateRedis redis, String namespace) {
    String[] words = documentedLine().replace(NAMESPACE, "{" + namespace + "}").split(" ");
    words[2] = "user-" + namespace;
    redis.command(words);
    RedisEndpoint plain = redis.endpoint();
    return new RedisEndpoint(
        plain.host(), plain.port(), false, Optional.of(words[2]), Optional.of("secret"), 0);
  }

  private abstract static class WithLeastPrivilege implements Contract {
    @Override
    public DurableBusFixture newFixture() {
      return new BreakableBusFixture(LeastPrivilegeTest::login);
    }
  }

  @Test
  void theUserCannotDoWhatItNeedNot() {
    try (PrivateRedis redis = PrivateRedis.start()) {
      RedissonClient client = Clients.impatient(login(redis, "shop"));
      try {
        assertThatThrownBy(() -> client.getBucket("other").get()).hasMessageContaining("NOPERM");
        assertThatThrownBy(() -> client.getBucket("{shopping}:directory").get())
            .hasMessageContaining("NOPERM");
        assertThatThrownBy(() -> client.getKeys().flushall()).hasMessageContaining("NOPERM");
        assertThatThrownBy(() -> client.getTopic("other").publish("x"))
            .hasMessageContaining("NOPERM");
      } finally {
        client.shutdown();
      }
    }
  }

  @Nested
  class Admin extends WithLeastPrivilege implements AdminContract {}

  @Nested
  class Deduplication extends WithLeastPrivilege implements DeduplicationContract {}

  @Nested
  class Delay extends WithLeastPrivilege implements DelayContract {}

  @Nested
  class DeadLetters extends WithLeastPrivilege implements DeadLetterContract {}

  @Nested
  class Fleet extends WithLeastPrivilege implements FleetContract {}

  @Nested
  class Tail extends WithLeastPrivilege implements TailContract {}

  @Nested
  class Inspection extends WithLeastPrivilege implements InspectionContract {}

  @Nested
  class Pause extends WithLeastPrivilege implements PauseContract {}

  @Nested
  class CrashRecovery extends WithLeastPrivilege implements DurableContract {

    @Override
    public DurableBusFixture newFixture() {
      return new BreakableBusFixture(LeastPrivilegeTest::login);
    }

    @Test
    void takesOverFromADeadInstance(DurableBuses buses) {
      EventBusConfig.Builder config =
          buses.config().leaseTimeout(Duration.ofSeconds(1)).drainTimeout(Duration.ZERO);
      EventBus victim = buses.open(config);
      Gate gate = buses.gate();
      victim.subscribe(Ping.class, Inbox.waitingAt(gate));
      victim.start();
      victim.emit(new Ping(1));
      eventually(() -> assertThat(gate.waiting()).isOne());
      EventBus survivor = buses.open(config);
      Inbox<Ping> inbox = Inbox.accepting();
      survivor.subscribe(Ping.class, inbox);
      survivor.start();

      buses.crash(victim);

      inbox.awaitCall(1);
      assertThat(inbox.calls()).extracting(Inbox.Call::redelivered).containsExactly(true);
      eventually(
          () ->
              assertThat(survivor.admin().counts(Buses.GROUP, EventQueue.DEFAULT).handled())
                  .isOne());
    }
  }
}
