package dev.postbus.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A command that is run in this process, and what it printed. */
final class Run {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Terminal terminal;
  private volatile int code = -1;

  Run(Map<String, String> environment, boolean interactive, String typed) {
    terminal =
        new Terminal(
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            interactive,
            environment);
  }

  Run execute(String... arguments) {
    code = Postbus.commandLine(terminal).execute(arguments);
    return this;
  }

  /** Runs it beside the test, which must interrupt it or wait for its end. */
  Thread start(String... arguments) {
    Thread thread = new Thread(() -> execute(arguments), "command under test");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  int code() {
    return code;
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  JsonNode json() {
    return Json.read(out.toString());
  }
}
