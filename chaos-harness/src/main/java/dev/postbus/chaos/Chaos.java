package dev.postbus.chaos;

import dev.postbus.chaos.check.Verdict;
import java.io.PrintStream;

/** The program: one run, its verdict, an exit code. */
public final class Chaos {

  private static final int BAD = 1;
  private static final int NO_RUN = 2;

  private Chaos() {}

  /** Runs it and ends the process. */
  public static void main(String[] arguments) {
    System.exit(run(System.out, System.err, arguments));
  }

  /** Runs it and returns the exit code. */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException misuse) {
      err.println("chaos: " + misuse.getMessage());
      return NO_RUN;
    }
    if (options.help()) {
      out.println(Options.usage());
      return 0;
    }
    try {
      Verdict verdict = new ChaosRun(options, out).run();
      Report.print(verdict, options.everySecond(), out);
      return verdict.good() ? 0 : BAD;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      err.println("chaos: interrupted");
      return NO_RUN;
    } catch (RuntimeException failure) {
      err.println("chaos: the run could not be made");
      failure.printStackTrace(err);
      return NO_RUN;
    }
  }
}
