package dev.postbus.redisson;

import static java.util.Map.entry;

import dev.postbus.EventBusException;
import dev.postbus.engine.NotStoredException;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.redisson.RedissonShutdownException;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisException;
import org.redisson.client.RedisOutOfMemoryException;
import org.redisson.client.RedisTimeoutException;

/**
 * Says in one sentence what went wrong. Redisson's own messages hold the arguments of the command,
 * events among them; they stay with the cause.
 */
final class RedisErrors {

  private static final Pattern ERROR_CODE = Pattern.compile("[A-Z]{3,} ");

  /** What Redis 7 adds: a hash and a line number, of use to nobody. */
  private static final Pattern WHERE_IN_A_SCRIPT =
      Pattern.compile("[.]? script: [0-9a-f]{40}, on @user_script:.*", Pattern.DOTALL);

  private static final String PERMISSIONS =
      "give the ACL user what the line in docs/operations.md gives it";
  private static final String VERSION = "Postbus needs Redis 6.2 or later";

  /** What to do, by what Redis says. */
  private static final Map<String, String> REMEDIES =
      Map.ofEntries(
          entry("NOPERM ", PERMISSIONS),
          entry("ACL failure in script", PERMISSIONS),
          entry("can't run this command or subcommand", PERMISSIONS),
          entry("can't access at least one of the keys", PERMISSIONS),
          entry(
              "READONLY ", "this is a replica; work goes on when it is primary, or connect to one"),
          entry("MISCONF ", "see to its disk: it cannot save and therefore takes nothing"),
          entry("NOREPLICAS ", "fewer replicas are connected than min-replicas-to-write asks for"),
          entry("NOAUTH ", "check REDIS_USERNAME and REDIS_PASSWORD"),
          entry("WRONGPASS ", "check REDIS_USERNAME and REDIS_PASSWORD"),
          entry("DENIED ", "it is in protected mode: set a password there and REDIS_PASSWORD here"),
          entry("LOADING ", "it is reading its data after a start; work goes on when it has"),
          entry("CLUSTERDOWN ", "wait for a fail-over, or bring the missing nodes back"),
          entry("MASTERDOWN ", "wait for a fail-over, or bring the primary back"),
          entry("Unknown Redis command", VERSION),
          entry("unknown command", VERSION));

  private RedisErrors() {}

  /** Returns the exception for a command whose outcome is unknown. */
  static EventBusException unknown(String what, Throwable failure) {
    Throwable cause = Scripts.cause(failure);
    return cause instanceof EventBusException known
        ? known
        : new EventBusException(what + " failed: " + reason(cause), cause);
  }

  /** Returns the exception for a publish: whether it was certainly refused is told by its type. */
  static EventBusException publish(Throwable failure) {
    Throwable cause = Scripts.cause(failure);
    return isRefusal(cause)
        ? new NotStoredException("Redis refused the events: " + reason(cause), cause)
        : unknown("storing the events in Redis", cause);
  }

  /** Redis says these before the first write of a script, or when it does not run it at all. */
  private static boolean isRefusal(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return cause instanceof RedisOutOfMemoryException
        || message.contains("MISCONF ")
        || message.contains("NOREPLICAS ")
        || message.contains("READONLY ")
        || message.startsWith("NOPERM ")
        || message.startsWith("NOAUTH ")
        || message.startsWith("WRONGPASS ");
  }

  /** A refused connection comes wrapped as an unexpected exception. */
  private static boolean isOfTheNetwork(@Nullable Throwable cause) {
    return cause instanceof IOException;
  }

  /** Returns whether Redis itself said so, and not that nothing came from it. */
  static boolean isAnswer(Throwable cause) {
    return cause instanceof RedisException
        && ERROR_CODE.matcher(String.valueOf(cause.getMessage())).lookingAt();
  }

  /** Returns what is wrong and what to do, without arguments of the command. */
  static String reason(Throwable cause) {
    if (cause instanceof RedisOutOfMemoryException) {
      return "it has reached its maxmemory; let consumers drain the queues or give it more memory";
    }
    if (cause instanceof RedisTimeoutException
        || cause instanceof RedisConnectionException
        || cause instanceof RedisException && isOfTheNetwork(cause.getCause())) {
      return "it does not answer; check that it runs and can be reached";
    }
    if (cause instanceof RedissonShutdownException) {
      return "the Redisson client is shut down; close the bus before it";
    }
    String message = String.valueOf(cause.getMessage());
    int details = message.indexOf(". channel:");
    return details < 0
        ? cause.getClass().getSimpleName()
        : withRemedy(WHERE_IN_A_SCRIPT.matcher(message.substring(0, details)).replaceFirst(""));
  }

  private static String withRemedy(String message) {
    return REMEDIES.entrySet().stream()
        .filter(remedy -> message.contains(remedy.getKey()))
        .map(remedy -> message + "; " + remedy.getValue())
        .findFirst()
        .orElse(message);
  }
}
