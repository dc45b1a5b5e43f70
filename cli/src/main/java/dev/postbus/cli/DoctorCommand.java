package dev.postbus.cli;

import dev.postbus.EventBusConfig;
import dev.postbus.EventBusException;
import dev.postbus.redisson.Finding;
import dev.postbus.redisson.Finding.Status;
import dev.postbus.redisson.RedisDoctor;
import dev.postbus.redisson.RedisSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What is wrong, and what to do about it. */
@Command(
    name = "doctor",
    header = "Find out what is wrong, and what to do about it.",
    description = {
      "Looks whether this Redis can carry a bus: version, persistence, memory, clock, what the ACL"
          + " user may do. Then whether somebody handles what waits: leases, stuck handlers,"
          + " pauses, backlogs, dead letters.",
      "Ends with exit code 1 when something fails."
    },
    footer = {"  postbus doctor", "  postbus doctor --strict --stuck-after 30s --json"})
final class DoctorCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--strict", description = "Fail also when there are warnings.")
  private boolean strict;

  @Option(
      names = "--stuck-after",
      paramLabel = "DURATION",
      defaultValue = "5m",
      description =
          "From when on a handler that runs is worth a warning; ${DEFAULT-VALUE} by" + " default.")
  private Duration stuckAfter = Duration.ofMinutes(5);

  @Override
  public Integer call() {
    Postbus root = (Postbus) Objects.requireNonNull(spec).root().userObject();
    Printer printer = root.printer();
    EventBusConfig config = root.config();
    RedisSettings redis = root.redis();
    List<Finding> findings = new ArrayList<>(redis(config, redis));
    if (findings.stream().noneMatch(DoctorCommand::cannotGoOn)) {
      try (Connected bus = Connected.open(config, redis, "")) {
        findings.addAll(new FleetDoctor(stuckAfter).examine(bus.admin()));
      } catch (EventBusException refused) {
        findings.add(Finding.fail("groups", String.valueOf(refused.getMessage()), ""));
      }
    }
    boolean ok =
        findings.stream()
            .noneMatch(
                finding ->
                    finding.status() == Status.FAIL || strict && finding.status() == Status.WARN);
    print(findings, ok, printer);
    return ok ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static List<Finding> redis(EventBusConfig config, RedisSettings redis) {
    return TimeLimit.of(PATIENCE)
        .run(() -> RedisDoctor.examine(config, redis), late -> {})
        .orElseGet(
            () ->
                List.of(
                    Finding.fail(
                        "connection",
                        "Redis at %s does not answer".formatted(Connected.where(redis)),
                        "check that it is not stuck")));
  }

  private static boolean cannotGoOn(Finding finding) {
    return finding.check().equals("connection") && finding.status() == Status.FAIL;
  }

  private static void print(List<Finding> findings, boolean ok, Printer printer) {
    if (printer.json()) {
      List<Map<String, Object>> list = new ArrayList<>();
      for (Finding finding : findings) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("check", finding.check());
        one.put("status", finding.status());
        one.put("text", finding.text());
        one.put("advice", finding.advice());
        list.add(one);
      }
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("ok", ok);
      json.put("findings", list);
      printer.json(json);
      return;
    }
    for (Finding finding : findings) {
      printer.line(
          "%s  %-13s %s"
              .formatted(mark(finding, printer), finding.check(), Text.line(finding.text())));
      if (!finding.advice().isEmpty()) {
        printer.line("%20s-> %s".formatted("", Text.line(finding.advice())));
      }
    }
    printer.line("");
    printer.line(summary(findings));
  }

  private static String mark(Finding finding, Printer printer) {
    return switch (finding.status()) {
      case OK -> printer.paint(Tone.GOOD, "ok  ");
      case WARN -> printer.paint(Tone.WARNING, "warn");
      case FAIL -> printer.paint(Tone.BAD, "FAIL");
    };
  }

  private static String summary(List<Finding> findings) {
    long warnings = findings.stream().filter(one -> one.status() == Status.WARN).count();
    long problems = findings.stream().filter(one -> one.status() == Status.FAIL).count();
    return problems == 0 && warnings == 0
        ? "All is well."
        : "%s, %s.".formatted(Text.count(problems, "problem"), Text.count(warnings, "warning"));
  }
}
