package dev.postbus.redisson;

import java.util.concurrent.atomic.AtomicBoolean;
import org.redisson.api.RFuture;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.api.listener.StatusListener;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that Redis was away and is back. Redisson repeats a wait for a token by itself on the new
 * connection and says nothing, so a token that was taken just before has woken nobody; a
 * subscription is told when it is made anew. Thread-safe.
 */
final class Reconnections {

  private static final Logger log = LoggerFactory.getLogger(Reconnections.class);

  private final RTopic topic;
  private final RFuture<Integer> listener;

  /**
   * Begins to listen; without waiting, and a failure costs a guard period after an outage.
   *
   * @param back is called when the subscription stands again; must be quick
   */
  Reconnections(RedissonClient client, String channel, Runnable back) {
    this.topic = client.getTopic(channel, StringCodec.INSTANCE);
    this.listener = topic.addListenerAsync(new Back(back));
    listener.whenComplete(
        (id, failure) -> {
          if (failure != null) {
            log.debug("Nothing tells when Redis is back; the guard period stands in", failure);
          }
        });
  }

  /** Ends listening, without waiting. */
  void close() {
    listener.thenAccept(topic::removeListenerAsync);
  }

  private static final class Back implements StatusListener {

    private final Runnable run;
    private final AtomicBoolean stood = new AtomicBoolean();

    Back(Runnable run) {
      this.run = run;
    }

    @Override
    public void onSubscribe(String channel) {
      if (stood.getAndSet(true)) {
        run.run();
      }
    }

    @Override
    public void onUnsubscribe(String channel) {}
  }
}
