package dev.postbus.sample;

import com.google.inject.ProvisionException;
import dev.postbus.EventBusException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** What {@code ./sample} starts. */
public final class Sample {

  private static final int DONE = 0;
  private static final int FAILED = 1;

  private Sample() {}

  /** Tells the story that the arguments ask for, and ends the JVM. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.getenv(), System.out, System.err));
  }

  /** Tells the story and returns the exit code; a problem is one line on {@code err}. */
  static int run(
      List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
    Cleanup cleanup = new Cleanup();
    try {
      return run(Arguments.parse(arguments), environment, out, cleanup);
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
      Arguments asked, Map<String, String> environment, PrintStream out, Cleanup cleanup) {
    if (asked.help()) {
      out.print(Arguments.HELP);
      return DONE;
    }
    Console console = new Console(out, asked.redis());
    Summary summary =
        asked.redis()
            ? RedisShop.run(asked, environment, console, cleanup)
            : LocalShop.run(asked.orders(), console);
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
