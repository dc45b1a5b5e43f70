package dev.postbus.benchmarks.peers;

/** The peers that are used from Java. */
enum Carriers {
  BLOCKING_QUEUE {
    @Override
    Carrier connect(int port) {
      return new BlockingQueueCarrier(port);
    }
  },
  DELAYED_QUEUE {
    @Override
    Carrier connect(int port) {
      return new DelayedQueueCarrier(port);
    }
  },
  RABBITMQ {
    @Override
    Carrier connect(int port) throws Exception {
      return new RabbitCarrier(port);
    }
  },
  NATS {
    @Override
    Carrier connect(int port) throws Exception {
      return new NatsCarrier(port);
    }
  };

  /** Connects to the server on that port of this machine. */
  abstract Carrier connect(int port) throws Exception;
}
