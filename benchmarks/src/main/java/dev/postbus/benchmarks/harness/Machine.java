package dev.postbus.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Says what it is measured on: a figure without its machine says nothing. */
public final class Machine {

  private Machine() {}

  /** Returns one line: processor, cores, memory, system, Java, and how busy the machine is. */
  public static String describe() {
    Runtime runtime = Runtime.getRuntime();
    return "%s, %d cores, %s, %s %s, Java %s, load %s"
        .formatted(
            field("/proc/cpuinfo", "model name", "unknown processor"),
            runtime.availableProcessors(),
            memory(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            Runtime.version(),
            load());
  }

  private static String memory() {
    String kilobytes = field("/proc/meminfo", "MemTotal", "0 kB").replaceAll("\\D", "");
    long gigabytes = Math.round(Long.parseLong(kilobytes) / 1024.0 / 1024.0);
    return gigabytes == 0 ? "unknown memory" : gigabytes + " GiB";
  }

  private static String load() {
    try {
      return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    } catch (IOException notLinux) {
      return "unknown";
    }
  }

  private static String field(String file, String name, String otherwise) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(otherwise);
    } catch (IOException notLinux) {
      return otherwise;
    }
  }
}
