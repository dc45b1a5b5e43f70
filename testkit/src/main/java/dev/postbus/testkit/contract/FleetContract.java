package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.postbus.AuditEntry;
import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventBusConfig;
import dev.postbus.EventFlow;
import dev.postbus.InstanceInfo;
import dev.postbus.SubscribeOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What administration shows of who is there: instances, what they run, who emits, who did what. */
public interface FleetContract extends Contract {

  private static SubscribeOptions id(String id) {
    return SubscribeOptions.builder().id(id).build();
  }

  /** Instances tell what they run with each third of a lease. */
  private static EventBusConfig.Builder quick(EventBusConfig.Builder config) {
    return config.leaseTimeout(Duration.ofSeconds(1));
  }

  @Test
  @Behaviour(55)
  default void listsTheInstancesOfAllGroups(Buses buses) {
    Instant before = Instant.now();
    EventBus one = buses.started(quick(buses.config("one")));
    one.subscribe(Ping.EVENT, Ping.class, id("mail"), Inbox.accepting());
    EventBus two = buses.started(quick(buses.config("two")));
    two.subscribe(Ping.EVENT, Ping.class, id("bill"), Inbox.accepting());

    eventually(
        () ->
            assertThat(one.admin().instances())
                .extracting(InstanceInfo::group, InstanceInfo::handlers)
                .containsExactly(tuple("one", Set.of("mail")), tuple("two", Set.of("bill"))));
    assertThat(one.admin().instances())
        .allSatisfy(
            instance -> {
              assertThat(instance.id()).isNotEmpty();
              assertThat(instance.host()).isNotEmpty();
              assertThat(instance.pid()).isEqualTo(ProcessHandle.current().pid());
              assertThat(instance.since())
                  .isBetween(before.minusSeconds(5), Instant.now().plusSeconds(5));
              assertThat(instance.leaseUntil()).isAfter(instance.since());
              assertThat(instance.inFlight()).isZero();
              assertThat(instance.running()).isEmpty();
            });

    two.stop(Duration.ofSeconds(1));

    assertThat(one.admin().instances()).extracting(InstanceInfo::group).containsExactly("one");
  }

  @Test
  @Behaviour(55)
  default void tellsWhatRunsOnAnInstance(Buses buses) {
    EventBus bus = buses.started(quick(buses.config()));
    Gate gate = buses.gate();
    bus.subscribe(Ping.EVENT, Ping.class, id("slow"), Inbox.waitingAt(gate));
    Instant before = Instant.now();
    bus.emit(new Ping(1), EmitOptions.builder().eventId("e-1").build());

    eventually(
        () ->
            assertThat(bus.admin().instances())
                .singleElement()
                .satisfies(only -> assertThat(only.running()).hasSize(1)));
    InstanceInfo instance = bus.admin().instances().get(0);

    assertThat(instance.inFlight()).isOne();
    assertThat(instance.handlers()).containsExactly("slow");
    assertThat(instance.running().get(0).handler()).isEqualTo("slow");
    assertThat(instance.running().get(0).event()).isEqualTo(Ping.EVENT);
    assertThat(instance.running().get(0).eventId()).isEqualTo("e-1");
    assertThat(instance.running().get(0).attempt()).isOne();
    assertThat(instance.running().get(0).startedAt())
        .isBetween(before.minusSeconds(5), Instant.now().plusSeconds(5));
    assertThat(bus.admin().inFlight(Buses.GROUP, 0, 10))
        .singleElement()
        .satisfies(event -> assertThat(event.instance()).isEqualTo(instance.id()));

    gate.open();

    eventually(() -> assertThat(bus.admin().instances().get(0).running()).isEmpty());
  }

  @Test
  @Behaviour(55)
  default void tellsWhoEmitsWhat(Buses buses) {
    EventBus shop = buses.open(buses.config().source("shop"));
    EventBus bank = buses.open(buses.config().source("bank"));
    EventBusAdmin admin = buses.open().admin();
    Instant before = Instant.now();
    shop.emitAll(Ping.upTo(7));
    shop.emit("order.paid", Map.of(), EmitOptions.builder().eventId("once").build());
    shop.emit("order.paid", Map.of(), EmitOptions.builder().eventId("once").build());
    bank.emit(new Ping(1));

    shop.close();
    bank.close();

    eventually(
        () ->
            assertThat(admin.flows())
                .extracting(flow -> flow.source() + " " + flow.event() + " " + flow.emitted())
                .containsExactly("bank ping.sent 1", "shop order.paid 1", "shop ping.sent 7"));
    assertThat(admin.flows())
        .extracting(EventFlow::lastEmittedAt)
        .allSatisfy(
            at -> assertThat(at).isBetween(before.minusSeconds(5), Instant.now().plusSeconds(5)));
  }

  @Test
  @Behaviour(55)
  default void keepsABoundedNumberOfFlows(Buses buses) {
    EventBus shop = buses.open(buses.config().source("shop"));
    EventBusAdmin admin = buses.open().admin();
    IntStream.range(0, 1_002)
        .mapToObj(i -> shop.emitAsync("name." + i, Map.of()).toCompletableFuture())
        .toList()
        .forEach(CompletableFuture::join);
    shop.close();
    // Closing waits a moment only for what was told last to be stored.
    eventually(() -> assertThat(emitted(admin)).isEqualTo(1_002));

    EventBus bank = buses.open(buses.config().source("bank"));
    bank.emit(new Ping(1));
    bank.close();

    eventually(() -> assertThat(emitted(admin)).isEqualTo(1_003));
    List<EventFlow> flows = admin.flows();
    assertThat(flows).hasSizeBetween(1_000, 1_002);
    assertThat(flows).extracting(EventFlow::event).contains(EventFlow.OTHERS);
    assertThat(flows).extracting(EventFlow::source).doesNotContain("bank");
  }

  private static long emitted(EventBusAdmin admin) {
    return admin.flows().stream().mapToLong(EventFlow::emitted).sum();
  }

  @Test
  @Behaviour(55)
  default void keepsTheNewestNotesOfWhatWasDone(Buses buses) {
    EventBusAdmin admin = buses.open().admin();
    assertThat(admin.audit(0, 10)).isEmpty();
    Instant at = Instant.ofEpochMilli(1_900_000_000_000L);
    IntStream.rangeClosed(1, 1_005)
        .forEach(i -> admin.audit(new AuditEntry(at.plusMillis(i), "Jörg", "redrive", "e-" + i)));

    assertThat(admin.audit(0, 2))
        .containsExactly(
            new AuditEntry(at.plusMillis(1_005), "Jörg", "redrive", "e-1005"),
            new AuditEntry(at.plusMillis(1_004), "Jörg", "redrive", "e-1004"));
    assertThat(admin.audit(998, 10)).extracting(AuditEntry::target).containsExactly("e-7", "e-6");
    assertThat(admin.audit(1_000, 10)).isEmpty();
    assertThat(new AuditEntry(at, "x".repeat(2_000), "a", "t").who()).hasSize(1_000);
    assertThatIllegalArgumentException().isThrownBy(() -> admin.audit(0, 1_001));
    assertThatIllegalArgumentException().isThrownBy(() -> admin.audit(-1, 1));
  }
}
