package dev.postbus.sample;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.guice.EventBusModule;
import dev.postbus.redisson.RedisSettings;
import dev.postbus.sample.shop.AddressBook;
import dev.postbus.sample.shop.Pace;
import dev.postbus.sample.shop.ShopModule;
import dev.postbus.sample.shop.Tally;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A process that handles the events of the shop. It does as its input says and ends with it: it
 * never outlives the process that started it.
 */
final class Worker {

  private Worker() {}

  /** Runs until it is told to finish, or nobody is left who could. */
  public static void main(String[] arguments) throws IOException {
    try {
      run(arguments.length == 0 ? Pace.QUICK : Pace.valueOf(arguments[0]), System.getenv());
    } catch (ProvisionException problem) {
      // Guice says at length where it was when the bus could not be made; its cause says why.
      fail(problem.getCause() == null ? problem : problem.getCause());
    } catch (RuntimeException problem) {
      fail(problem);
    }
  }

  private static void fail(Throwable problem) {
    say(String.valueOf(problem.getMessage()));
    System.exit(1);
  }

  private static void run(Pace pace, Map<String, String> environment) throws IOException {
    EventBusConfig config =
        ShopModule.config(EventBusConfig.fromEnvironment(environment)).toBuilder()
            .drainTimeout(Duration.ofSeconds(5))
            .build();
    Injector injector =
        Guice.createInjector(
            EventBusModule.redisson(config, RedisSettings.fromEnvironment(environment)),
            new ShopModule(
                pace,
                (queue, who, number, what) -> say(WorkerLine.tell(queue, who, number, what))));
    EventBus bus = injector.getInstance(EventBus.class);
    Runtime.getRuntime().addShutdownHook(new Thread(bus::close, "worker-shutdown"));
    bus.start();
    say(WorkerLine.READY);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (true) {
      String line = in.readLine();
      if (line == null) {
        // Whoever started us was killed, and has no use for an orderly end.
        Runtime.getRuntime().halt(1);
        return;
      }
      List<String> words = WorkerLine.parse(line);
      if (words.get(0).equals(WorkerLine.FINISH)) {
        bus.close();
        say(WorkerLine.tally(injector.getInstance(Tally.class).counts()));
        return;
      }
      if (words.size() == 3 && words.get(0).equals(WorkerLine.CORRECT)) {
        injector.getInstance(AddressBook.class).correct(words.get(1), words.get(2));
        say(line);
      }
    }
  }

  /** One call per line, as many handlers tell at once. */
  private static void say(String line) {
    System.out.println(line);
  }
}
