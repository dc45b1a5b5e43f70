package dev.postbus.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that asks a bus: connects, does its work, and hangs up. */
abstract class BusCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    check();
    try (Connected bus = root().connect()) {
      return run(bus, root().printer());
    }
  }

  /** Checks what was typed, before anything is done. */
  void check() {}

  /** Does the work and returns the exit code. */
  abstract int run(Connected bus, Printer printer) throws Exception;

  final Postbus root() {
    return (Postbus) Objects.requireNonNull(spec).root().userObject();
  }

  /** Returns the exception for arguments that do not go together. */
  final ParameterException misuse(String problem) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), problem);
  }
}
