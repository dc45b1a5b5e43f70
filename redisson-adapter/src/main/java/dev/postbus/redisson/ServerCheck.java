package dev.postbus.redisson;

import dev.postbus.EventBusException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once at the server before a bus is built on it. A server that cannot be asked, because it
 * is away or the ACL user may not, is left alone: the bus will say what fails.
 */
final class ServerCheck {

  private static final Logger log = LoggerFactory.getLogger(ServerCheck.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private ServerCheck() {}

  /**
   * Asks the server and warns of what could cost events.
   *
   * @throws EventBusException when it is too old
   */
  static void run(Scripts scripts, RedisKeys keys) {
    String info;
    try {
      List<Object> reply =
          scripts
              .run(Script.SERVER, List.of(keys.directoryVersion()))
              .toCompletableFuture()
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      info = ScriptCodec.text(reply.get(0));
    } catch (ExecutionException | TimeoutException | RuntimeException unanswered) {
      log.debug("The server could not be asked what it is", unanswered);
      return;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return;
    }
    ServerFacts facts = ServerFacts.of(info);
    facts
        .refusal()
        .ifPresent(
            refusal -> {
              throw new EventBusException(refusal);
            });
    facts.warnings().forEach(log::warn);
    facts.remark().ifPresent(log::info);
  }
}
