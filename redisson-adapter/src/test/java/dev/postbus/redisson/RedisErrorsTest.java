package dev.postbus.redisson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventBusException;
import dev.postbus.engine.NotStoredException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.redisson.RedissonShutdownException;
import org.redisson.client.RedisException;
import org.redisson.client.RedisOutOfMemoryException;
import org.redisson.client.RedisTimeoutException;

class RedisErrorsTest {

  @Test
  void refusalBeforeTheFirstWriteIsToldFromAnUnknownOutcome() {
    assertThat(RedisErrors.publish(new RedisOutOfMemoryException("command not allowed")))
        .isInstanceOf(NotStoredException.class)
        .hasMessage(
            "Redis refused the events: it has reached its maxmemory; let consumers drain the"
                + " queues or give it more memory");
    assertThat(RedisErrors.publish(new RedisException("MISCONF Redis cannot save")))
        .isInstanceOf(NotStoredException.class);
    assertThat(RedisErrors.publish(new RedisException("NOREPLICAS Not enough good replicas")))
        .isInstanceOf(NotStoredException.class);
    assertThat(RedisErrors.publish(new RedisTimeoutException("no reply, params: [secret]")))
        .isExactlyInstanceOf(EventBusException.class)
        .hasMessage(
            "storing the events in Redis failed: it does not answer; check that it runs and can be"
                + " reached");
    assertThat(
            RedisErrors.unknown(
                "reading the groups",
                new RedisException("Unexpected exception", new ConnectException("refused"))))
        .hasMessage(
            "reading the groups failed: it does not answer; check that it runs and can be reached");
    assertThat(RedisErrors.publish(new RedisException("ERR user_script:3: oops")))
        .isExactlyInstanceOf(EventBusException.class);
  }

  @Test
  void argumentsOfTheCommandStayOutOfTheMessage() {
    RedisException failure =
        new RedisException(
            "WRONGTYPE Operation against a key. channel: [id: 1] command: (EVALSHA), params: [e]");

    assertThat(RedisErrors.unknown("claiming", failure))
        .hasMessage("claiming failed: WRONGTYPE Operation against a key")
        .hasCause(failure);
    assertThat(RedisErrors.unknown("claiming", new IllegalStateException("params: [e]")))
        .hasMessage("claiming failed: IllegalStateException");
  }

  @Test
  void clientThatWasClosedBeforeTheBusIsNamed() {
    assertThat(
            RedisErrors.unknown("claiming", new RedissonShutdownException("Redisson is shutdown")))
        .hasMessage("claiming failed: the Redisson client is shut down; close the bus before it");
  }

  @Test
  void ownExceptionsPass() {
    EventBusException own = new EventBusException("known");

    assertThat(RedisErrors.unknown("claiming", new CompletionException(own))).isSameAs(own);
  }

  @Test
  void whatRedisRefusesComesWithTheRemedy() {
    assertThat(
            RedisErrors.unknown(
                "claiming",
                new RedisException(
                    "ERR ACL failure in script: User worker has no permissions to run the 'zadd'"
                        + " command script: 0123456789012345678901234567890123456789, on"
                        + " @user_script:12.. channel: [id: 1] command: (EVALSHA)")))
        .hasMessage(
            "claiming failed: ERR ACL failure in script: User worker has no permissions to run the"
                + " 'zadd' command; give the ACL user what the line in docs/operations.md gives"
                + " it");
    assertThat(
            RedisErrors.publish(
                new RedisException("READONLY You can't write against a read only replica")))
        .isInstanceOf(NotStoredException.class);
    assertThat(
            RedisErrors.unknown(
                "counting", new RedisException("ERR unknown command `EVALSHA`. channel: [id: 1]")))
        .hasMessage(
            "counting failed: ERR unknown command `EVALSHA`; Postbus needs Redis 6.2 or later");
  }
}
