package dev.postbus.redisson;

import dev.postbus.engine.Broadcast;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the buses of the namespace by publish and subscribe. Thread-safe. */
final class RedisBroadcast implements Broadcast {

  private static final Logger log = LoggerFactory.getLogger(RedisBroadcast.class);

  private final RedissonClient client;
  private final RedisKeys keys;

  RedisBroadcast(RedissonClient client, RedisKeys keys) {
    this.client = client;
    this.keys = keys;
  }

  private RTopic topic(String name) {
    return client.getTopic(keys.channel(name), ByteArrayCodec.INSTANCE);
  }

  @Override
  public void tell(String topic, byte[] message) {
    topic(topic)
        .publishAsync(message)
        .whenComplete(
            (heard, failure) -> {
              if (failure != null) {
                log.debug("A message on {} was not told", topic, failure);
              }
            });
  }

  @Override
  public CompletionStage<Runnable> listen(String topic, Consumer<byte[]> listener) {
    RTopic listened = topic(topic);
    return listened
        .addListenerAsync(byte[].class, (channel, message) -> listener.accept(message))
        .thenApply(id -> () -> end(listened, id));
  }

  private static void end(RTopic topic, int listener) {
    try {
      topic.removeListenerAsync(listener);
    } catch (RuntimeException clientIsGone) {
      log.debug("A subscription ended with its client", clientIsGone);
    }
  }
}
