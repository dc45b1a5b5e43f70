package dev.postbus.chaos;

import dev.postbus.chaos.fleet.Program;
import dev.postbus.chaos.worker.ConsumerProcess;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A copy of the bus with faults in it: scripts whose text was changed come before the right ones on
 * the class path.
 */
final class PlantedFaults {

  private static final String SCRIPTS = "dev/postbus/redisson/";

  private final Path directory;

  PlantedFaults(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  /** Replaces the one place in a script that reads so. */
  PlantedFaults plant(String script, String right, String wrong) throws IOException {
    Path file = directory.resolve(SCRIPTS + script);
    String text = Files.exists(file) ? Files.readString(file) : original(script);
    int at = text.indexOf(right);
    if (at < 0 || text.indexOf(right, at + 1) >= 0) {
      throw new IllegalArgumentException(
          "%s does not hold \"%s\" exactly once".formatted(script, right));
    }
    Files.createDirectories(directory.resolve(SCRIPTS));
    Files.writeString(file, text.replace(right, wrong));
    return this;
  }

  private static String original(String script) throws IOException {
    try (InputStream in =
        PlantedFaults.class.getClassLoader().getResourceAsStream(SCRIPTS + script)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no script " + script);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Returns what runs with these faults. */
  Program program() {
    return new Program(
        directory + File.pathSeparator + System.getProperty("java.class.path"),
        ConsumerProcess.class.getName());
  }
}
