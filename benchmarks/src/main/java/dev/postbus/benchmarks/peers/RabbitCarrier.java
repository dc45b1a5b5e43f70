package dev.postbus.benchmarks.peers;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.MessageProperties;
import dev.postbus.benchmarks.harness.Order;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/** RabbitMQ: a quorum queue, persistent messages, publisher confirms, acknowledgement of each. */
final class RabbitCarrier implements Carrier {

  private static final String QUEUE = "orders";
  private static final int PREFETCH = 500;
  private static final int OUTSTANDING = 4_000;

  private final Connection connection;
  private final Channel channel;
  private final Semaphore unconfirmed = new Semaphore(OUTSTANDING);

  /** Numbers of messages that are published and not confirmed. */
  private final NavigableSet<Long> outstanding = new ConcurrentSkipListSet<>();

  private final LongAdder acknowledged = new LongAdder();
  private final JsonMapper mapper = new JsonMapper();

  RabbitCarrier(int port) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(port);
    this.connection = factory.newConnection();
    this.channel = connection.createChannel();
    channel.confirmSelect();
    channel.addConfirmListener(
        this::confirmed,
        (number, andAllBefore) -> {
          throw new IllegalStateException("RabbitMQ did not store message " + number);
        });
    channel.queueDeclare(QUEUE, true, false, false, Map.of("x-queue-type", "quorum"));
  }

  @Override
  public void send(long orders) throws Exception {
    for (long i = 0; i < orders; i++) {
      unconfirmed.acquire();
      outstanding.add(channel.getNextPublishSeqNo());
      channel.basicPublish(
          "", QUEUE, MessageProperties.PERSISTENT_BASIC, Order.of(i).toJson(mapper));
    }
    unconfirmed.acquire(OUTSTANDING);
    unconfirmed.release(OUTSTANDING);
  }

  private void confirmed(long number, boolean andAllBefore) {
    if (andAllBefore) {
      Set<Long> all = outstanding.headSet(number, true);
      int count = all.size();
      all.clear();
      unconfirmed.release(count);
    } else if (outstanding.remove(number)) {
      unconfirmed.release();
    }
  }

  @Override
  public void receive(Consumer<Order> handler) throws IOException {
    channel.basicQos(PREFETCH);
    channel.basicConsume(
        QUEUE,
        false,
        new DefaultConsumer(channel) {
          @Override
          public void handleDelivery(
              String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
              throws IOException {
            handler.accept(mapper.readValue(body, Order.class));
            channel.basicAck(envelope.getDeliveryTag(), false);
            acknowledged.increment();
          }
        });
  }

  @Override
  public long acknowledged() {
    return acknowledged.sum();
  }

  /** A channel's commands are carried out in order: what is answered now comes after them all. */
  @Override
  public void confirm() throws IOException {
    channel.queueDeclarePassive(QUEUE);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
