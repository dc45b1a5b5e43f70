package dev.postbus.chaos.history;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An append-only file of entries. Each is handed to the operating system in one write before {@link
 * #add} returns, so that {@code kill -9} can cost a part of the last line and nothing before it.
 * Thread-safe.
 */
public final class Journal implements AutoCloseable {

  // No channel: an interrupted handler would close it.
  private final FileOutputStream out;

  private Journal(FileOutputStream out) {
    this.out = out;
  }

  /** Opens a new file. */
  public static Journal create(Path file) {
    try {
      return new Journal(new FileOutputStream(file.toFile(), true));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Appends an entry. */
  public void add(Entry entry) {
    byte[] line = (entry.line() + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (out) {
      try {
        out.write(line);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  /**
   * Reads a file. A last line without its end was cut by a kill and counts as not written: what it
   * would have told had not yet happened, or was not yet known to anybody.
   *
   * @throws IllegalArgumentException when a whole line is unreadable
   */
  public static List<Entry> read(Path file) {
    try {
      String text = Files.readString(file);
      List<Entry> entries = new ArrayList<>();
      int from = 0;
      for (int to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
        entries.add(Entry.parse(text.substring(from, to)));
        from = to + 1;
      }
      return entries;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
