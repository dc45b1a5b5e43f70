package dev.postbus.chaos.worker;

import dev.postbus.EventHandler;
import dev.postbus.chaos.load.Job;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A consumer as a bus makes it that acknowledges before it handles: a kill between the two loses
 * the event.
 */
public final class EagerConsumer {

  private static final long BETWEEN_MILLIS = 300;

  private EagerConsumer() {}

  public static void main(String[] arguments) throws IOException {
    ScheduledExecutorService later = Executors.newScheduledThreadPool(8);
    ConsumerProcess.run(arguments, handler -> eager(handler, later));
  }

  private static EventHandler<Job> eager(
      EventHandler<Job> handler, ScheduledExecutorService later) {
    return (job, context) ->
        later.schedule(
            () -> {
              handler.handle(job, context);
              return null;
            },
            BETWEEN_MILLIS,
            TimeUnit.MILLISECONDS);
  }
}
