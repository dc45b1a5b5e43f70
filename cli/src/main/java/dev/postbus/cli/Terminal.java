package dev.postbus.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** What commands read from and print to, and what their environment says. */
final class Terminal {

  private static final int USUAL_WIDTH = 120;
  private static final int NARROWEST = 40;

  private final BufferedReader in;
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean interactive;
  private final Map<String, String> environment;

  /**
   * Creates one.
   *
   * @param interactive whether a person sits there, who sees colours and can be asked
   */
  Terminal(
      InputStream in,
      PrintWriter out,
      PrintWriter err,
      boolean interactive,
      Map<String, String> environment) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
    this.err = err;
    this.interactive = interactive;
    this.environment = Map.copyOf(environment);
  }

  static Terminal system() {
    return new Terminal(
        System.in,
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        attached(),
        System.getenv());
  }

  /** Events are UTF-8, whatever the locale. */
  private static PrintWriter writer(FileDescriptor to) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(to), StandardCharsets.UTF_8), false);
  }

  /** From JDK 22 on there is a console also when there is no terminal. */
  private static boolean attached() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException before22) {
      return true;
    }
  }

  PrintWriter out() {
    return out;
  }

  PrintWriter err() {
    return err;
  }

  boolean interactive() {
    return interactive;
  }

  Map<String, String> environment() {
    return environment;
  }

  /** Returns a variable; empty when it is not set or blank. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  boolean colours() {
    return interactive
        && variable("NO_COLOR").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /** Returns how long a line may be; any length when nobody looks. */
  int width() {
    if (!interactive) {
      return Integer.MAX_VALUE;
    }
    return variable("COLUMNS")
        .filter(columns -> columns.matches("\\d{1,5}"))
        .map(columns -> Math.max(NARROWEST, Integer.parseInt(columns)))
        .orElse(USUAL_WIDTH);
  }

  /** Asks and returns what was typed; no without an answer. */
  boolean confirms(String question) {
    err.print(question + " [y/N] ");
    err.flush();
    String answer = line();
    return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
  }

  /** Asks for something that nobody may read on the screen; takes a line of the input otherwise. */
  String secret(String what) {
    Console console = interactive ? System.console() : null;
    if (console == null) {
      return line();
    }
    char[] typed = console.readPassword("%s: ", what);
    return typed == null ? "" : new String(typed);
  }

  /** Returns all that is still to be read. */
  String rest() {
    StringBuilder text = new StringBuilder();
    try {
      char[] part = new char[8_192];
      for (int read = in.read(part); read >= 0; read = in.read(part)) {
        text.append(part, 0, read);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private String line() {
    try {
      String line = in.readLine();
      return line == null ? "" : line.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
