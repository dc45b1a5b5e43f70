package dev.postbus.redisson;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Listens to what is logged to standard error, which shows it too, until closed. */
final class Console implements AutoCloseable {

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  Console() {
    System.setErr(
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int value) {
                before.write(value);
                heard.write(value);
              }

              @Override
              public void write(byte[] bytes, int from, int length) {
                before.write(bytes, from, length);
                heard.write(bytes, from, length);
              }
            },
            true,
            StandardCharsets.UTF_8));
  }

  /** Returns the lines that our own loggers wrote at this level, for example {@code "WARN"}. */
  List<String> ours(String level) {
    return heard
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains("] " + level + " dev.postbus."))
        .toList();
  }

  @Override
  public void close() {
    System.setErr(before);
  }
}
