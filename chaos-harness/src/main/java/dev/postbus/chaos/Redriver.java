package dev.postbus.chaos;

import dev.postbus.DeadLetter;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusException;
import dev.postbus.chaos.check.StoreState;
import dev.postbus.chaos.history.Entry;
import dev.postbus.chaos.history.Journal;
import dev.postbus.chaos.load.Topology;
import dev.postbus.redisson.RedisSettings;
import dev.postbus.redisson.RedissonEventBus;
import dev.postbus.testkit.redis.RedisEndpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Redrives a few dead letters now and then while all else goes on. */
final class Redriver {

  private static final long PAUSE_SECONDS = 4;
  private static final int AT_ONCE = 5;
  private static final int PAGE = 500;

  private final RedissonEventBus bus;
  private final Journal journal;
  private final Thread thread = new Thread(this::redriveNowAndThen, "chaos-redrive");

  private Redriver(RedissonEventBus bus, Journal journal) {
    this.bus = bus;
    this.journal = journal;
  }

  static Redriver start(RedisEndpoint redis, Path directory) {
    EventBusConfig config =
        EventBusConfig.builder().namespace(Topology.NAMESPACE).group("admin").build();
    Redriver redriver =
        new Redriver(
            RedissonEventBus.connect(config, RedisSettings.of(redis.host(), redis.port())),
            Journal.create(directory.resolve("redrive.1.journal")));
    redriver.thread.start();
    return redriver;
  }

  /** Redrives the newest dead letters of a group, each written down before. */
  static void redrive(EventBusAdmin admin, String group, Journal journal, int most) {
    List<DeadLetter> letters = new ArrayList<>();
    List<DeadLetter> page;
    do {
      page = admin.deadLetters(group, letters.size(), Math.min(PAGE, most - letters.size()));
      letters.addAll(page);
    } while (page.size() == PAGE && letters.size() < most);
    for (DeadLetter letter : letters) {
      journal.add(
          new Entry.Redrive(System.currentTimeMillis(), StoreState.key(letter), letter.handler()));
      admin.redrive(group, letter.metadata().eventId(), letter.handler());
    }
  }

  private void redriveNowAndThen() {
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
        for (String group : Topology.groups()) {
          try {
            redrive(bus.admin(), group, journal, AT_ONCE);
          } catch (EventBusException away) {
            // Whether it was carried out is open; the journal has it.
          }
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when it redrives no more. */
  void stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
    bus.close();
    journal.close();
  }
}
