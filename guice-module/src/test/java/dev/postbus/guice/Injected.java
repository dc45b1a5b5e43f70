package dev.postbus.guice;

import static org.awaitility.Awaitility.await;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import dev.postbus.BaseEvent;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusListener;
import dev.postbus.EventMetadata;
import dev.postbus.EventQueue;
import dev.postbus.EventType;
import dev.postbus.QueueCounts;
import dev.postbus.local.LocalEventBus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An injector with a local bus of its own, and a record of which handlers ran. */
final class Injected implements AutoCloseable {

  @EventType("order.created")
  record Order(String id) implements BaseEvent {}

  private final List<String> handled = new CopyOnWriteArrayList<>();
  private final Injector injector;

  private Injected(Module... modules) {
    List<Module> all = new ArrayList<>(List.of(modules));
    all.add(EventBusModule.local(recording(handled)));
    this.injector = Guice.createInjector(all);
  }

  private Injected(Injector parent) {
    this.injector = parent.createChildInjector(EventBusModule.local(recording(handled)));
  }

  static Injected with(Module... modules) {
    return new Injected(modules);
  }

  static Injected below(Injector parent) {
    return new Injected(parent);
  }

  /** Returns a bus as the module makes it, with a local one in the place of a shared one. */
  static DiscoveringEventBus withoutModule(boolean groupMissing, Module... modules) {
    Injector injector = Guice.createInjector(modules);
    GroupCheck groupCheck = new GroupCheck(groupMissing);
    return new DiscoveringEventBus(
        LocalEventBus.create(EventBusConfig.defaults()),
        new HandlerDiscovery(() -> injector, new UnboundHandlers(), groupCheck),
        groupCheck);
  }

  /** Returns a configuration whose listener adds the ids of handlers that ended well. */
  static EventBusConfig recording(List<String> handled) {
    EventBusListener listener =
        new EventBusListener() {
          @Override
          public void onHandled(EventMetadata event, String handler, int attempt, Duration took) {
            handled.add(handler);
          }
        };
    return EventBusConfig.builder().listener(listener).drainTimeout(Duration.ofSeconds(5)).build();
  }

  Injector injector() {
    return injector;
  }

  EventBus bus() {
    return injector.getInstance(EventBus.class);
  }

  /** Starts the bus. */
  Injected start() {
    bus().start();
    return this;
  }

  /** Emits one order and returns which handlers ran, when all that are bound have. */
  List<String> handlersOfAnOrder() {
    bus().emit(new Order("1"));
    await()
        .until(
            () -> {
              QueueCounts counts =
                  bus().admin().counts(EventBusConfig.DEFAULT_GROUP, EventQueue.DEFAULT);
              return counts.handled() == counts.emitted() && counts.handled() == handled.size();
            });
    return handled.stream().sorted().toList();
  }

  @Override
  public void close() {
    bus().close();
  }
}
