package dev.postbus.redisson;

import dev.postbus.EventQueue;
import dev.postbus.redisson.PublishCall.Target;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RDelayedQueue;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes waiting consumers when a delayed delivery is due: the calendar in Redis is the truth, this
 * is the alarm clock over it. An alarm is a wake-up token offered to a delayed queue whose
 * destination is the wake-up queue, and any process that holds an instance of it moves the token
 * when its time has come. An alarm that gets lost costs a consumer's guard period, never an event.
 *
 * <p>Thread-safe. Works on a thread of its own, because making a delayed queue blocks; the thread
 * ends when there is nothing to do.
 */
// RDelayedQueue is deprecated for what may become of events (issues 3020, 2998, 1057); these are
// tokens.
@SuppressWarnings("deprecation")
final class Alarms implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Alarms.class);
  private static final String TOKEN = "1";

  private final RedissonClient client;
  private final RedisKeys keys;
  private final ThreadPoolExecutor thread;

  /** Changed by the thread only. */
  private final Map<Target, RDelayedQueue<String>> queues = new ConcurrentHashMap<>();

  Alarms(RedissonClient client, RedisKeys keys) {
    this.client = client;
    this.keys = keys;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread created = new Thread(task, "postbus-alarms");
              created.setDaemon(true);
              return created;
            });
    thread.allowCoreThreadTimeOut(true);
  }

  /** Takes part in moving the tokens of a group's queues from now on. */
  void attend(String group) {
    for (EventQueue queue : EventQueue.values()) {
      run(() -> delayed(new Target(group, queue)));
    }
  }

  /** Wakes a consumer of the queue after some time. */
  void set(Target target, long millis) {
    run(() -> delayed(target).offerAsync(TOKEN, Math.max(0, millis), TimeUnit.MILLISECONDS));
  }

  /** Sets what a script asks for, as "queue=ms queue=ms". */
  void set(String group, String alarms) {
    if (!alarms.isEmpty()) {
      for (String alarm : alarms.split(" ")) {
        EventQueue queue = RedisKeys.queue(alarm.charAt(0));
        set(new Target(group, queue), Long.parseLong(alarm.substring(2)));
      }
    }
  }

  /** Takes no part any more and removes what is left of a group that was removed. */
  void remove(String group) {
    for (EventQueue queue : EventQueue.values()) {
      run(
          () -> {
            Target target = new Target(group, queue);
            RDelayedQueue<String> delayed = delayed(target);
            queues.remove(target);
            delayed.destroy();
            delayed.delete();
          });
    }
  }

  /** Ends; bounded in time. */
  @Override
  public void close() {
    run(() -> queues.values().forEach(RDelayedQueue::destroy));
    thread.shutdown();
    try {
      if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException stop) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private RDelayedQueue<String> delayed(Target target) {
    return queues.computeIfAbsent(target, this::create);
  }

  private RDelayedQueue<String> create(Target target) {
    String wake = keys.group(target.group()).wake(target.queue());
    return client.getDelayedQueue(client.getBlockingQueue(wake, StringCodec.INSTANCE));
  }

  private void run(Runnable task) {
    try {
      thread.execute(
          () -> {
            try {
              task.run();
            } catch (RuntimeException failure) {
              log.debug("An alarm could not be set; the guard period stands in for it", failure);
            }
          });
    } catch (RejectedExecutionException closed) {
      log.debug("No alarm is set any more: the bus is closed");
    }
  }
}
