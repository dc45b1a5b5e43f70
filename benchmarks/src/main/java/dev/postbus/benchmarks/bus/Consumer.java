package dev.postbus.benchmarks.bus;

import dev.postbus.Backoff;
import dev.postbus.EventBus;
import dev.postbus.EventContext;
import dev.postbus.EventHandler;
import dev.postbus.EventQueue;
import dev.postbus.SubscribeOptions;
import dev.postbus.benchmarks.harness.Child;
import dev.postbus.benchmarks.harness.Latencies;
import dev.postbus.benchmarks.harness.Order;
import dev.postbus.benchmarks.harness.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The process that handles events. */
final class Consumer {

  /** What the handlers of this process do with an order. */
  enum Behaviour {
    /** Nothing. */
    HANDLE {
      @Override
      void handle(Order order, EventContext context) {}
    },
    /** Fails at the first attempt. */
    FAIL_ONCE {
      @Override
      void handle(Order order, EventContext context) {
        if (context.attempt() == 1) {
          throw new IllegalStateException("the first attempt always fails");
        }
      }
    },
    /** Works a millisecond on what is LOW. */
    WORK_ON_LOW {
      @Override
      void handle(Order order, EventContext context) {
        if (context.metadata().queue() == EventQueue.LOW) {
          Pace.pause(Duration.ofMillis(1));
        }
      }
    };

    abstract void handle(Order order, EventContext context);
  }

  private static final Duration DRAIN = Duration.ofSeconds(30);

  private final List<EventBus> buses = new ArrayList<>();
  private final Latencies latencies = new Latencies();

  private Consumer() {}

  /** Arguments: host, port, number of groups, behaviour. */
  public static void main(String[] arguments) throws Exception {
    Consumer consumer = new Consumer();
    Behaviour behaviour = Behaviour.valueOf(arguments[3]);
    try {
      for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
        EventBus bus = Buses.connect(arguments[0], Integer.parseInt(arguments[1]), Buses.group(i));
        consumer.buses.add(bus);
        bus.subscribe(
            Order.EVENT,
            Order.class,
            SubscribeOptions.builder().backoff(Backoff.none()).build(),
            consumer.handler(behaviour));
        bus.start();
      }
      Child.serve(consumer::answer);
    } finally {
      consumer.buses.forEach(EventBus::close);
    }
  }

  private EventHandler<Order> handler(Behaviour behaviour) {
    return (order, context) -> {
      check(order);
      if (order.hasTime()) {
        latencies.add(Pace.nowMicros() - order.dueMicros());
      }
      behaviour.handle(order, context);
    };
  }

  /** Uses what was decoded, and finds out when it was decoded wrongly. */
  static void check(Order order) {
    if (order.sequence() < Order.FIRST || order.cents() != Order.CENTS) {
      throw new IllegalArgumentException("this order was not made here: " + order);
    }
  }

  private Object answer(String command, List<String> arguments) {
    switch (command) {
      case "start" -> buses.forEach(EventBus::start);
      case "stop" -> buses.forEach(bus -> bus.stop(DRAIN));
      case "latencies" -> {
        return latencies.take();
      }
      default -> throw new IllegalArgumentException(command);
    }
    return "done";
  }
}
