package dev.postbus.benchmarks.peers;

import dev.postbus.benchmarks.harness.Order;
import dev.postbus.benchmarks.harness.Pace;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.PublishAck;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/** NATS JetStream: a work queue in files, confirmed publishing, acknowledgement of each message. */
final class NatsCarrier implements Carrier {

  private static final String STREAM = "orders";
  private static final String SUBJECT = "orders.created";
  private static final String CONSUMER = "bench";
  private static final Duration LOOK = Duration.ofMillis(1);
  private static final int OUTSTANDING = 4_000;

  /** As many messages may be delivered and not acknowledged: more brought no more. */
  private static final int PENDING = 2_000;

  private final Connection connection;
  private final JetStream stream;
  private final LongAdder acknowledged = new LongAdder();
  private final JsonMapper mapper = new JsonMapper();

  NatsCarrier(int port) throws Exception {
    this.connection = Nats.connect("nats://127.0.0.1:" + port);
    JetStreamManagement management = connection.jetStreamManagement();
    if (!management.getStreamNames().contains(STREAM)) {
      management.addStream(
          StreamConfiguration.builder()
              .name(STREAM)
              .subjects(SUBJECT)
              .storageType(StorageType.File)
              .retentionPolicy(RetentionPolicy.WorkQueue)
              .build());
    }
    this.stream = connection.jetStream();
  }

  @Override
  public void send(long orders) throws Exception {
    Queue<CompletableFuture<PublishAck>> outstanding = new ArrayDeque<>();
    for (long i = 0; i < orders; i++) {
      outstanding.add(stream.publishAsync(SUBJECT, Order.of(i).toJson(mapper)));
      if (outstanding.size() == OUTSTANDING) {
        outstanding.remove().get();
      }
    }
    for (CompletableFuture<PublishAck> ack : outstanding) {
      ack.get();
    }
  }

  @Override
  public void receive(Consumer<Order> handler) throws Exception {
    stream.subscribe(
        SUBJECT,
        connection.createDispatcher(),
        message -> {
          handler.accept(mapper.readValue(message.getData(), Order.class));
          message.ack();
          acknowledged.increment();
        },
        false,
        PushSubscribeOptions.builder()
            .durable(CONSUMER)
            .configuration(
                ConsumerConfiguration.builder()
                    .ackPolicy(AckPolicy.Explicit)
                    .maxAckPending(PENDING)
                    .build())
            .build());
  }

  @Override
  public long acknowledged() {
    return acknowledged.sum();
  }

  /** An acknowledgement is not answered: asks until the server misses none. */
  @Override
  public void confirm() throws Exception {
    JetStreamManagement management = connection.jetStreamManagement();
    while (management.getConsumerInfo(STREAM, CONSUMER).getNumAckPending() > 0) {
      Pace.pause(LOOK);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }
}
