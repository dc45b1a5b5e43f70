package dev.postbus.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import dev.postbus.engine.AdminStore.StoredDeadLetter;
import dev.postbus.engine.AdminStore.StoredDelayed;
import dev.postbus.engine.Claim;
import dev.postbus.engine.Elements;
import dev.postbus.engine.ExchangeReply;
import dev.postbus.engine.ExchangeRequest;
import dev.postbus.engine.FencedException;
import dev.postbus.engine.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** One random history of a group with three handlers. A share is one handler's part of an event. */
final class RandomWalk {

  private static final String GROUP = "shop";
  private static final EventQueue[] QUEUES = EventQueue.values();

  private final StoreDriver driver = new StoreDriver();
  private final Random random;
  private final List<Integer> handlers = new ArrayList<>();
  private final List<WalkWorker> workers = new ArrayList<>();
  private final Set<String> emitted = new TreeSet<>();
  private final List<String> ended = new ArrayList<>();
  private final Set<String> endedOnce = new HashSet<>();
  private int events;

  RandomWalk(long seed) {
    random = new Random(seed);
    handlers.add(driver.bind(GROUP, "A.on", "one.*", "two.*", "three.*"));
    handlers.add(driver.bind(GROUP, "B.on", "two.*", "three.*"));
    handlers.add(driver.bind(GROUP, "C.on", "three.*"));
    register();
  }

  Set<String> emitted() {
    return emitted;
  }

  List<String> ended() {
    return ended;
  }

  QueueCounts counts(EventQueue queue) {
    return driver.counts(GROUP, queue);
  }

  void step() {
    WalkWorker worker = workers.get(random.nextInt(workers.size()));
    int dice = random.nextInt(100);
    if (dice < 30) {
      publish();
    } else if (dice < 75) {
      exchange(worker, request(worker, random.nextInt(4) > 0));
    } else if (dice < 80) {
      recordStart(worker);
    } else if (dice < 88) {
      driver.time.advanceMillis(random.nextInt(500));
    } else if (dice < 91) {
      register();
    } else if (dice < 93) {
      leave(worker);
    } else if (dice < 95) {
      driver.admin().pause(GROUP, anyQueue(), random.nextInt(3) == 0);
    } else if (dice < 97) {
      tidyDeadLetters();
    } else {
      cancel();
    }
    driver.countsAddUp();
  }

  private EventQueue anyQueue() {
    return QUEUES[random.nextInt(QUEUES.length)];
  }

  private void publish() {
    List<TestEvent> batch = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int shares = 1 + random.nextInt(3);
      String name = List.of("one", "two", "three").get(shares - 1) + ".happened";
      TestEvent event = TestEvent.of("e" + ++events).named(name).to(anyQueue());
      batch.add(
          random.nextInt(4) == 0 ? event.after(Duration.ofMillis(random.nextInt(3_000))) : event);
      handlers
          .subList(0, shares)
          .forEach(handler -> emitted.add(WalkWorker.share(event.id(), handler)));
    }
    driver.publish(batch);
  }

  private void register() {
    if (workers.size() < 4) {
      workers.add(new WalkWorker(driver.register(GROUP, "A.on", "B.on", "C.on")));
    }
  }

  private void end(String share) {
    assertThat(endedOnce.add(share)).as("%s ends for the first time", share).isTrue();
    ended.add(share);
  }

  /** Settles some of what the worker holds, and claims. */
  private ExchangeRequest request(WalkWorker worker, boolean suspects) {
    List<Settlement> settlements = new ArrayList<>();
    for (Claim claim : List.copyOf(worker.held.keySet())) {
      if (random.nextInt(5) == 0) {
        settlements.add(new Settlement.Release(claim.deliveryId()));
      } else if (random.nextBoolean()) {
        worker
            .held
            .get(claim)
            .forEach((handler, used) -> settle(settlements, claim, handler, used));
      }
    }
    Map<EventQueue, Integer> wanted = new EnumMap<>(EventQueue.class);
    for (EventQueue queue : QUEUES) {
      if (random.nextInt(3) > 0) {
        wanted.put(queue, 1 + random.nextInt(6));
      }
    }
    return new ExchangeRequest(
        worker.consumer.request(List.of(), Map.of()).requestId(),
        settlements,
        wanted,
        suspects,
        random.nextInt(10) == 0 ? 100 : 1 << 20,
        Integer.MAX_VALUE);
  }

  private void settle(List<Settlement> settlements, Claim claim, int handler, int used) {
    String id = claim.deliveryId();
    switch (random.nextInt(8)) {
      case 0 -> settlements.add(new Settlement.Again(id, handler, Duration.ZERO, used, false));
      case 1 -> settlements.add(new Settlement.Again(id, handler, Duration.ZERO, used + 1, false));
      case 2 ->
          settlements.add(
              new Settlement.Again(
                  id,
                  handler,
                  Duration.ofMillis(random.nextInt(2_000)),
                  used + 1,
                  random.nextBoolean()));
      case 3 ->
          settlements.add(
              new Settlement.Dead(
                  id, handler, TestConsumer.eventId(claim), "#" + handler, used, "it broke"));
      case 4, 5 -> {} // goes on running
      default -> {
        settlements.add(new Settlement.Done(id, handler));
        settlements.add(new Settlement.Done(id, handler));
      }
    }
  }

  private void exchange(WalkWorker worker, ExchangeRequest request) {
    ExchangeReply reply;
    try {
      reply = worker.consumer.exchange(request);
      if (random.nextInt(10) == 0) {
        assertThat(worker.consumer.exchange(request)).usingRecursiveComparison().isEqualTo(reply);
      }
    } catch (FencedException fenced) {
      assertThat(worker.dead).isTrue();
      forget(worker);
      return;
    }
    assertThat(worker.dead).isFalse();
    worker.apply(request.settlements()).forEach(this::end);
    for (Claim claim : reply.claims()) {
      take(worker, claim);
    }
  }

  private void take(WalkWorker worker, Claim claim) {
    Map<Integer, Integer> shares = new LinkedHashMap<>(TestConsumer.state(claim).attempts());
    assertThat(shares).isNotEmpty();
    for (int handler : shares.keySet()) {
      String share = WalkWorker.share(TestConsumer.eventId(claim), handler);
      assertThat(endedOnce).doesNotContain(share);
      assertThat(workers)
          .filteredOn(other -> !other.dead)
          .as("nobody else holds %s", share)
          .noneMatch(other -> other.holds(share));
    }
    worker.held.put(claim, shares);
  }

  private void recordStart(WalkWorker worker) {
    if (!worker.dead && !worker.held.isEmpty()) {
      Claim claim = worker.held.keySet().iterator().next();
      worker.consumer.recordStart(claim, worker.held.get(claim).keySet().iterator().next());
    }
  }

  /** It closes, or it is silent until the others recover what it held. */
  private void leave(WalkWorker worker) {
    if (workers.stream().filter(other -> !other.dead).count() < 2 || worker.dead) {
      return;
    }
    if (random.nextBoolean()) {
      worker.consumer.close();
      forget(worker);
      return;
    }
    beatOthers(worker);
    driver.time.advance(StoreDriver.LEASE.minusMillis(1));
    beatOthers(worker);
    driver.time.advance(Duration.ofMillis(2));
    worker.dead = true;
    workers.stream().filter(other -> !other.dead).findFirst().ifPresent(this::recover);
  }

  private void beatOthers(WalkWorker silent) {
    for (WalkWorker worker : workers) {
      if (worker != silent && !worker.dead) {
        worker.consumer.heartbeat("A.on");
      }
    }
  }

  private void recover(WalkWorker heir) {
    int recovered;
    do {
      recovered = heir.consumer.recover();
    } while (recovered >= 0);
  }

  private void forget(WalkWorker worker) {
    workers.remove(worker);
    if (workers.stream().allMatch(other -> other.dead)) {
      register();
    }
  }

  private void tidyDeadLetters() {
    for (StoredDeadLetter letter : driver.admin().deadLetters(GROUP, random.nextInt(3), 5)) {
      if (random.nextBoolean()) {
        assertThat(driver.admin().redrive(GROUP, List.of(letter.key()))).isEqualTo(1);
      } else {
        assertThat(driver.admin().discard(GROUP, List.of(letter.key()))).isEqualTo(1);
        end(letter.eventId() + "/" + letter.handlerId().substring(1));
      }
    }
  }

  private void cancel() {
    for (StoredDelayed delayed : driver.admin().delayed(GROUP, random.nextInt(5), 2)) {
      String eventId = TestEvent.idOf(delayed.element());
      boolean cancelled = driver.admin().cancelDelayed(GROUP, eventId);
      assertThat(cancelled).isEqualTo(delayed.firstDelivery());
      if (cancelled) {
        Elements.handlers(delayed.element())
            .forEach(handler -> end(WalkWorker.share(eventId, handler)));
      }
    }
  }

  /** Everybody goes; one who is new and handles all well sees to what is left. */
  void finish() {
    for (WalkWorker worker : List.copyOf(workers)) {
      if (!worker.dead) {
        worker.consumer.close();
      }
    }
    workers.clear();
    register();
    WalkWorker last = workers.get(0);
    Map<EventQueue, Integer> all = new EnumMap<>(EventQueue.class);
    for (EventQueue queue : QUEUES) {
      driver.admin().pause(GROUP, queue, false);
      all.put(queue, 100);
    }
    driver.admin().redrive(GROUP, driver.admin().oldestDeadLetterKeys(GROUP, 100_000));
    driver.time.advance(Duration.ofSeconds(5));
    do {
      List<Settlement> done = new ArrayList<>();
      last.held.forEach(
          (claim, shares) ->
              shares.keySet().forEach(h -> done.add(new Settlement.Done(claim.deliveryId(), h))));
      exchange(last, last.consumer.request(done, all));
    } while (!last.held.isEmpty());
  }
}
