package dev.postbus.chaos.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What a power failure would take of Redis's append-only file. A killed process loses nothing that
 * it has written, because the kernel still has it; a machine that loses its power loses what was
 * not yet synced. So the size of the file is watched, and after a kill the file can be cut to what
 * it was some time before.
 *
 * <p>It is cut between transactions. Redis 7.0.15 leaves the beginning of one that was cut in the
 * file when it starts, and carries it out at the start after that one, in the midst of what came
 * later. Whatever that does to the data is not the bus's doing.
 */
final class UnsyncedTail implements AutoCloseable {

  private static final long TICK_MILLIS = 20;
  private static final int SEARCHED_BYTES = 8 << 20;
  private static final String END = "*1\r\n$4\r\nEXEC\r\n";
  private static final long KEPT_NANOS = Duration.ofSeconds(5).toNanos();

  private record Size(long at, Path file, long bytes) {}

  private final Path directory;
  private final Thread thread = new Thread(this::watch, "chaos-aof-size");
  private volatile boolean closed;

  /** Guarded by itself; the newest last. */
  private final Deque<Size> sizes = new ArrayDeque<>();

  UnsyncedTail(Path directory) {
    this.directory = directory;
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    while (!closed) {
      try {
        newest().ifPresent(this::remember);
      } catch (IOException beingReplaced) {
        // Looked at again in a moment.
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS));
    }
  }

  /** The file that Redis appends to: since 7.0 one of several, before it the only one. */
  private Optional<Path> newest() throws IOException {
    try (Stream<Path> files = Files.walk(directory, 2)) {
      return files
          .filter(file -> file.getFileName().toString().matches(".*\\.aof(\\.\\d+\\.incr\\.aof)?"))
          .max(Comparator.comparing(file -> file.toFile().lastModified()));
    } catch (UncheckedIOException changed) {
      throw changed.getCause();
    }
  }

  private void remember(Path file) {
    try {
      Size size = new Size(System.nanoTime(), file, Files.size(file));
      synchronized (sizes) {
        sizes.addLast(size);
        while (size.at() - sizes.getFirst().at() > KEPT_NANOS) {
          sizes.removeFirst();
        }
      }
    } catch (NoSuchFileException replaced) {
      // Redis has begun another one.
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Cuts the file of a Redis that was killed to what it held then. Returns the bytes it lost. */
  long cutTo(long nanoTime) {
    Size then = null;
    synchronized (sizes) {
      for (Size size : sizes) {
        then = size.at() - nanoTime <= 0 ? size : then;
      }
    }
    try {
      if (then == null || newest().filter(then.file()::equals).isEmpty()) {
        return 0;
      }
      try (FileChannel channel =
          FileChannel.open(then.file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        long whole = endOfTransaction(channel, Math.min(then.bytes(), channel.size()));
        long lost = channel.size() - whole;
        channel.truncate(whole);
        return lost;
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Returns where the last whole transaction before a place ends; the place when none does. */
  private static long endOfTransaction(FileChannel channel, long before) throws IOException {
    ByteBuffer tail = ByteBuffer.allocate((int) Math.min(before, SEARCHED_BYTES));
    long from = before - tail.capacity();
    while (tail.hasRemaining() && channel.read(tail, from + tail.position()) >= 0) {}
    String text = new String(tail.array(), 0, tail.position(), StandardCharsets.ISO_8859_1);
    int at = text.lastIndexOf(END);
    return at < 0 ? before : from + at + END.length();
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
