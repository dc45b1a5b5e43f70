package dev.postbus.cli;

import java.io.PrintWriter;

/** Prints what a command has found, for people or for programs. */
final class Printer {

  private final Terminal terminal;
  private final boolean json;

  Printer(Terminal terminal, boolean json) {
    this.terminal = terminal;
    this.json = json;
  }

  boolean json() {
    return json;
  }

  Terminal terminal() {
    return terminal;
  }

  /** Prints a JSON document on one line. */
  void json(Object document) {
    line(Json.line(document));
  }

  void line(String text) {
    terminal.out().println(text);
    terminal.out().flush();
  }

  void table(Table table) {
    table.lines(terminal.width(), terminal.colours()).forEach(terminal.out()::println);
    terminal.out().flush();
  }

  /** Returns the text as it is meant; plain without colours. */
  String paint(Tone tone, String text) {
    return terminal.colours() ? tone.paint(text) : text;
  }

  /** Tells something beside the result. */
  void note(String text) {
    PrintWriter err = terminal.err();
    err.println(text);
    err.flush();
  }

  /** Returns whether nobody reads any more, as after {@code | head}. */
  boolean closed() {
    return terminal.out().checkError();
  }
}
