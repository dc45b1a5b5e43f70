package dev.postbus.benchmarks.floor;

import dev.postbus.benchmarks.harness.BenchRedis;
import dev.postbus.benchmarks.harness.Order;
import dev.postbus.benchmarks.harness.RawRedis;
import dev.postbus.redisson.RawScripts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** A fresh Redis with one group, and what goes to it. */
final class FloorRig implements AutoCloseable {

  /** As many events as the bus sends in one call when there are more. */
  static final int BATCH = 500;

  final BenchRedis redis;
  final RawScripts scripts;
  private final byte[] envelope;

  private FloorRig(BenchRedis redis, RawScripts scripts) {
    this.redis = redis;
    this.scripts = scripts;
    String attributes =
        "{\"specversion\":\"1.0\",\"id\":\"floor-floor-floor-0000\",\"source\":\"bench\","
            + "\"type\":\"order.created\",\"time\":\"2026-11-23T12:00:00.000Z\","
            + "\"datacontenttype\":\"application/json\",\"data\":";
    String data = new String(Order.of(0).toJson(new JsonMapper()), StandardCharsets.UTF_8);
    this.envelope = (attributes + data + "}").getBytes(StandardCharsets.UTF_8);
  }

  static FloorRig start() throws IOException {
    BenchRedis redis = BenchRedis.start();
    RawScripts scripts = RawScripts.open(redis.host(), redis.port());
    try (RawRedis connection = RawRedis.connect(redis.host(), redis.port())) {
      scripts.load(connection);
    }
    return new FloorRig(redis, scripts);
  }

  RawPublisher publisher() throws IOException {
    return new RawPublisher(connect(), publish("publisher", RawPublisher.FIRST), BATCH);
  }

  /** Returns the words of a publish. */
  List<Object> publish(String publisher, long sequence) {
    return scripts.publish(publisher, sequence, envelope, BATCH);
  }

  RawConsumer consumer(boolean settle) throws IOException {
    return new RawConsumer(connect(), scripts, BATCH, settle);
  }

  private RawRedis connect() throws IOException {
    return RawRedis.connect(redis.host(), redis.port());
  }

  @Override
  public void close() {
    scripts.close();
    redis.close();
  }
}
