package dev.postbus.logging;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a class logs while a test listens, one line each: the level, a blank, the message. */
public final class CapturedLog implements AutoCloseable {

  private static final Map<String, List<String>> LISTENED = new ConcurrentHashMap<>();

  private final String logger;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private CapturedLog(String logger) {
    this.logger = logger;
  }

  /** Listens from now on until closed. */
  public static CapturedLog of(Class<?> source) {
    CapturedLog log = new CapturedLog(source.getName());
    LISTENED.put(log.logger, log.lines);
    return log;
  }

  static void add(String logger, String line) {
    List<String> lines = LISTENED.get(logger);
    if (lines != null) {
      lines.add(line);
    }
  }

  /** Returns the lines of these levels, or of all, oldest first. */
  public List<String> lines(String... levels) {
    List<String> wanted = List.of(levels);
    return lines.stream()
        .filter(line -> wanted.isEmpty() || wanted.contains(line.substring(0, line.indexOf(' '))))
        .toList();
  }

  @Override
  public void close() {
    LISTENED.remove(logger, lines);
  }
}
