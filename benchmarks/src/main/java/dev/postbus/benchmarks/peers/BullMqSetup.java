package dev.postbus.benchmarks.peers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * Installs BullMQ with npm, once, in the user's cache folder; the lock file says which version, and
 * holds checksums but no addresses, so that npm takes it from wherever it is set up to.
 */
final class BullMqSetup {

  /** The program that plays producer and consumer. */
  static final String SCRIPT = "bullmq.mjs";

  private static final String LOCK = "package-lock.json";
  private static final List<String> FILES = List.of("package.json", LOCK, SCRIPT);
  private static final String MARK = "node_modules/bullmq/package.json";

  /** Returns what is missing and how to install it. */
  Optional<String> missing() {
    return Programs.find("node").isPresent() && Programs.find("npm").isPresent()
        ? Optional.empty()
        : Optional.of(
            "there is no node or npm on the PATH; apt-get install nodejs npm, or from nodejs.org");
  }

  /** Returns the folder with everything in it. */
  Path folder() throws IOException {
    byte[] lock = resource(LOCK);
    Path folder =
        cache().resolve("postbus-bench").resolve("bullmq-" + Integer.toHexString(hash(lock)));
    Files.createDirectories(folder);
    for (String file : FILES) {
      try (InputStream in = stream(file)) {
        Files.copy(in, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (!Files.exists(folder.resolve(MARK))) {
      install(folder);
    }
    return folder;
  }

  private static int hash(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).hashCode();
  }

  /** Not as "ci", which wants the lock to name builds for other systems that are not here. */
  private static void install(Path folder) throws IOException {
    Process npm =
        new ProcessBuilder(
                "npm", "install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (npm.waitFor() != 0) {
        throw new IOException("npm could not install BullMQ; it says:\n" + said);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  private static Path cache() {
    String folder = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    return folder.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(folder);
  }

  private static byte[] resource(String file) throws IOException {
    try (InputStream in = stream(file)) {
      return in.readAllBytes();
    }
  }

  private static InputStream stream(String file) throws IOException {
    InputStream in = BullMqSetup.class.getResourceAsStream("/dev/postbus/benchmarks/peers/" + file);
    if (in == null) {
      throw new IOException(file + " is missing from the jar");
    }
    return in;
  }
}
