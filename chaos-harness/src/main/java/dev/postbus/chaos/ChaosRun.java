package dev.postbus.chaos;

import dev.postbus.EventBusConfig;
import dev.postbus.EventBusException;
import dev.postbus.chaos.check.Checker;
import dev.postbus.chaos.check.Evidence;
import dev.postbus.chaos.check.Findings;
import dev.postbus.chaos.check.ProcessLog;
import dev.postbus.chaos.check.StoreState;
import dev.postbus.chaos.check.Verdict;
import dev.postbus.chaos.fleet.Await;
import dev.postbus.chaos.fleet.Fleet;
import dev.postbus.chaos.fleet.Member;
import dev.postbus.chaos.fleet.Program;
import dev.postbus.chaos.fleet.RunSettings;
import dev.postbus.chaos.history.Journal;
import dev.postbus.chaos.load.Topology;
import dev.postbus.chaos.nemesis.FaultKind.Target;
import dev.postbus.chaos.nemesis.Nemesis;
import dev.postbus.chaos.nemesis.Plan;
import dev.postbus.chaos.nemesis.PlannedFault;
import dev.postbus.chaos.worker.WorkerSettings;
import dev.postbus.redisson.RedisSettings;
import dev.postbus.redisson.RedissonEventBus;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One run from the start of Redis to the verdict. */
final class ChaosRun {

  private static final Duration GOOD_ORDER = Duration.ofMinutes(2);

  private final Options options;
  private final PrintStream out;
  private final Program program;

  ChaosRun(Options options, PrintStream out) {
    this(options, out, Program.asBuilt());
  }

  /** With another bus, such as one that is wrong. */
  ChaosRun(Options options, PrintStream out, Program program) {
    this.options = options;
    this.out = out;
    this.program = program;
  }

  Verdict run() throws InterruptedException {
    Path directory = directory();
    RunSettings settings =
        new RunSettings(
            directory,
            options.seed(),
            options.lease(),
            options.rate(),
            options.everySecond(),
            program);
    out.printf(
        "chaos: %d s of scenario %s with seed %d, Redis syncs %s, lease %d ms, logs in %s%n",
        options.seconds(),
        options.scenario().shown(),
        options.seed(),
        options.everySecond() ? "every second" : "always",
        options.lease().toMillis(),
        directory);
    Verdict verdict;
    try (Fleet fleet = new Fleet(settings)) {
      fleet.start();
      verdict = breakAndCheck(fleet, directory);
    }
    if (verdict.good() && options.logs().isEmpty()) {
      delete(directory);
    } else {
      out.printf("the logs are in %s%n", directory);
    }
    return verdict;
  }

  private Verdict breakAndCheck(Fleet fleet, Path directory) throws InterruptedException {
    Nemesis nemesis = new Nemesis(fleet, out::println);
    List<String> complaints = new ArrayList<>();
    Duration length = Duration.ofSeconds(options.seconds());
    Redriver redriver = Redriver.start(fleet.redis().endpoint(), directory);
    try {
      nemesis.run(plan(fleet, length), length);
    } finally {
      redriver.stop();
    }
    out.println("the faults are over; waiting until all is handled");
    complaints.addAll(fleet.end(Member.Role.PRODUCER, GOOD_ORDER));
    Findings findings;
    try (RedissonEventBus bus = connect(fleet)) {
      StoreState state = new StoreState(bus.admin());
      Await.holds(options.settle(), state::isIdle);
      heal(directory);
      redriveAll(bus, directory);
      Await.holds(options.settle(), state::isIdle);
      complaints.addAll(fleet.end(Member.Role.CONSUMER, GOOD_ORDER));
      findings = state.findings(keys(fleet));
    }
    complaints.addAll(nemesis.failures());
    return Checker.check(
        new Evidence(
            logs(directory),
            nemesis.happened(),
            findings,
            complaints,
            options.lease(),
            options.everySecond()));
  }

  private static List<String> keys(Fleet fleet) {
    return fleet.redis().command("KEYS", "*") instanceof List<?> names
        ? names.stream().map(String::valueOf).toList()
        : List.of();
  }

  private List<PlannedFault> plan(Fleet fleet, Duration length) {
    return Plan.draw(
        options.seed(),
        length,
        options.scenario().kinds(options.everySecond()),
        options.lease(),
        Map.of(
            Target.CONSUMER, names(fleet.members(Member.Role.CONSUMER)),
            Target.PRODUCER, names(fleet.members(Member.Role.PRODUCER)),
            Target.PROXIED,
                names(fleet.members().stream().filter(m -> m.proxy().isPresent()).toList())));
  }

  private static List<String> names(List<Member> members) {
    return members.stream().map(Member::name).toList();
  }

  private static RedissonEventBus connect(Fleet fleet) {
    return RedissonEventBus.connect(
        EventBusConfig.builder().namespace(Topology.NAMESPACE).group("admin").build(),
        RedisSettings.of(fleet.redis().endpoint().host(), fleet.redis().endpoint().port()));
  }

  private static void heal(Path directory) {
    try {
      Files.createFile(directory.resolve(WorkerSettings.HEALED));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void redriveAll(RedissonEventBus bus, Path directory) {
    try (Journal journal = Journal.create(directory.resolve("redrive.2.journal"))) {
      for (String group : Topology.groups()) {
        Redriver.redrive(bus.admin(), group, journal, 10_000);
      }
    } catch (EventBusException failure) {
      throw new IllegalStateException("Redis does not answer though nothing breaks it", failure);
    }
  }

  private static List<ProcessLog> logs(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".journal"))
          .sorted()
          .map(
              file ->
                  new ProcessLog(
                      file.getFileName().toString().replace(".journal", ""), Journal.read(file)))
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Path directory() {
    try {
      if (options.logs().isPresent()) {
        return Files.createDirectories(options.logs().get());
      }
      return Files.createTempDirectory("postbus-chaos-" + options.seed() + "-");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
