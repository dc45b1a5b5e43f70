package dev.postbus.testkit.redis;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import redis.embedded.core.ExecutableProvider;

/** Finds a {@code redis-server} program. */
final class RedisBinary {

  private RedisBinary() {}

  /** Returns the program on the PATH, if there is one. */
  static Optional<Path> onPath() {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String directory : path.split(File.pathSeparator)) {
      for (String name : new String[] {"redis-server", "redis-server.exe"}) {
        Path candidate = Path.of(directory, name);
        if (!directory.isEmpty() && Files.isExecutable(candidate)) {
          return Optional.of(candidate);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Unpacks the program that embedded-redis carries.
   *
   * @throws IOException when it carries none for this machine, or is not on the class path
   */
  static Path embedded() throws IOException {
    try {
      return Embedded.unpack();
    } catch (LinkageError absent) {
      throw new IOException(
          "com.github.codemonstur:embedded-redis is not on the class path", absent);
    } catch (RuntimeException unsupported) {
      throw new IOException("embedded-redis has no binary for this machine", unsupported);
    }
  }

  /** Apart, so that the class above loads without embedded-redis. */
  private static final class Embedded {

    private static Path unpack() throws IOException {
      return ExecutableProvider.newJarResourceProvider().get().toPath();
    }
  }
}
