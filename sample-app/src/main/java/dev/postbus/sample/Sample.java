package dev.postbus.sample;

import com.google.inject.ProvisionException;
import dev.postbus.EventBusException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** What {@code ./sample} starts. */
public final class Sample {

  /** Set by the script, which alone knows: what the user sees is its output. */
  private static final String TERMINAL = "POSTBUS_SAMPLE_TERMINAL";

  private static final int DONE = 0;
  private static final int FAILED = 1;

  private Sample() {}

  /** Tells the story that the arguments ask for, and ends the JVM. */
  public static void main(String[] arguments) {
    Ending ending = new Ending();
    int exitCode = run(List.of(arguments), System.getenv(), System.out, System.err, ending);
    ending.reached(exitCode);
    System.exit(exitCode);
  }

  /** Tells the story and returns the exit code; a problem is one line on {@code err}. */
  static int run(
      List<String> arguments,
      Map<String, String> environment,
      PrintStream out,
      PrintStream err,
      Ending ending) {
    Cleanup cleanup = new Cleanup(ending);
    try {
      boolean onTerminal = "true".equals(environment.get(TERMINAL));
      return run(Arguments.parse(arguments, onTerminal), environment, out, cleanup, ending);
    } catch (SampleException problem) {
      return failed(problem.exitCode(), problem, cleanup, err);
    } catch (ProvisionException problem) {
      // Guice says at length where it was when the bus could not be made; its cause says why.
      return failed(
          FAILED, problem.getCause() == null ? problem : problem.getCause(), cleanup, err);
    } catch (EventBusException | IllegalArgumentException | IllegalStateException problem) {
      return failed(FAILED, problem, cleanup, err);
    } finally {
      cleanup.run();
    }
  }

  private static int run(
      Arguments asked,
      Map<String, String> environment,
      PrintStream out,
      Cleanup cleanup,
      Ending ending) {
    if (asked.help()) {
      out.print(Arguments.HELP);
      return DONE;
    }
    Console console = new Console(out, asked.redis());
    Summary summary =
        asked.redis()
            ? RedisShop.run(asked, environment, console, cleanup, ending)
            : LocalShop.run(asked, console, ending);
    cleanup.run();
    console.print("");
    console.print(summary.line(asked.redis()));
    return DONE;
  }

  private static int failed(int exitCode, Throwable problem, Cleanup cleanup, PrintStream err) {
    // Once the user has ended it, what fails for that reason is no news.
    if (!cleanup.isDone()) {
      err.println("sample: " + String.valueOf(problem.getMessage()).lines().findFirst().orElse(""));
    }
    return exitCode;
  }
}
