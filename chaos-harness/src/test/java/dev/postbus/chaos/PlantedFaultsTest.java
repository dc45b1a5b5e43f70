package dev.postbus.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.chaos.check.Verdict;
import dev.postbus.chaos.fleet.Program;
import dev.postbus.chaos.worker.EagerConsumer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of a bus that is wrong: the harness must say so. */
class PlantedFaultsTest {

  @TempDir private Path directory;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private Verdict run(Program program, String scenario, int seconds, int seed)
      throws InterruptedException {
    Options options =
        Options.parse(
            "--seconds",
            String.valueOf(seconds),
            "--seed",
            String.valueOf(seed),
            "--scenario",
            scenario,
            "--settle",
            "3",
            "--rate",
            "100",
            "--logs",
            directory.resolve("logs").toString());
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Verdict verdict = new ChaosRun(options, out, program).run();
    assertThat(verdict.good()).isFalse();
    return verdict;
  }

  @Test
  void acknowledgingBeforeHandlingIsFoundWhenAConsumerIsKilled() throws InterruptedException {
    Program eager = new Program(Program.asBuilt().classpath(), EagerConsumer.class.getName());

    Verdict verdict = run(eager, "crashes", 5, 7);

    assertThat(verdict.lost()).isNotEmpty().allMatch(lost -> lost.contains("was never handled by"));
  }

  @Test
  void eachSortOfFaultIsFoundAndNamed() throws IOException, InterruptedException {
    PlantedFaults faults =
        new PlantedFaults(directory.resolve("planted"))
            // Delivers early.
            .plant("deliveries.lua", "'-inf', now, 'LIMIT'", "'-inf', now + 400, 'LIMIT'")
            // Leaves what it claims where others can claim it too, now and then.
            .plant(
                "claimready.lua",
                "call('LTRIM', READY[q], used, -1)",
                "call('LTRIM', READY[q], sequenceOf(newId(q, 1)) % 20 == 0 and 0 or used, -1)")
            // Forgets that an attempt was made.
            .plant("shares.lua", "handler .. ':' .. attempts ..", "handler .. ':0' ..")
            // Keeps fewer dead letters than it was told to.
            .plant("trim.lua", "call('ZCARD', DEAD) - limit", "call('ZCARD', DEAD) - 2")
            // Leaves in flight what is done, so that a crash brings it back.
            .plant(
                "settle.lua",
                "call('HDEL', INFLIGHT, unpack(done, from, math.min(from + 3999, n)))",
                "0");

    Verdict verdict = run(faults.program(), "crashes", 5, 7);

    assertThat(verdict.lost()).anyMatch(lost -> lost.contains("dead letters were dropped"));
    assertThat(verdict.unexpected())
        .anyMatch(text -> text.contains("was handled before it was due"))
        .anyMatch(text -> text.contains("though Redis had taken its success"))
        .anyMatch(text -> text.contains("an attempt not counted"))
        .anyMatch(text -> text.contains("still queued after the settle time"));
  }

  @Test
  void fencingTheLivingIsFoundThoughNothingBreaks() throws IOException, InterruptedException {
    PlantedFaults faults =
        new PlantedFaults(directory.resolve("planted"))
            .plant("heartbeat.lua", "return {rest, paused}", "return {0, paused}")
            // Now and then only: with everybody fenced all the time nothing would get handled.
            .plant(
                "fence.lua",
                "'-inf', now - 1, 'LIMIT'",
                "'-inf', now % 4 == 0 and '+inf' or now - 1, 'LIMIT'");

    Verdict verdict = run(faults.program(), "calm", 8, 5);

    assertThat(verdict.unexpected())
        .anyMatch(text -> text.contains("again after a success that nothing put in doubt"));
  }

  @Test
  void copyThatAGroupDoesNotGetIsFound() throws IOException, InterruptedException {
    PlantedFaults faults =
        new PlantedFaults(directory.resolve("planted"))
            // Now and then all but the first group of a batch get nothing.
            .plant(
                "publish.lua",
                "for t, target in ipairs(targets) do",
                "for t, target in ipairs({unpack(targets, 1, ARGV[1] % 5 == 0 and 1 or 99)}) do");

    Verdict verdict = run(faults.program(), "calm", 4, 5);

    assertThat(verdict.lost()).isNotEmpty().allMatch(lost -> lost.contains("was never handled by"));
  }
}
