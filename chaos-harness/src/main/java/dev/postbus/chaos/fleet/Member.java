package dev.postbus.chaos.fleet;

import dev.postbus.chaos.worker.ConsumerProcess;
import dev.postbus.chaos.worker.ProducerProcess;
import dev.postbus.chaos.worker.WorkerSettings;
import dev.postbus.testkit.redis.RedisEndpoint;
import dev.postbus.testkit.redis.RedisProxy;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A place for one process, which is filled anew after a kill: {@code alpha-1} is first {@code
 * alpha-1.1}, then {@code alpha-1.2}. Thread-safe; what is done to it is done one after the other.
 */
public final class Member {

  /** What it does. */
  public enum Role {
    /** It emits. */
    PRODUCER,
    /** It handles. */
    CONSUMER
  }

  private static final Duration START_TIME = Duration.ofMinutes(3);
  private static final Duration KILL_TIME = Duration.ofSeconds(10);
  private static final Duration DUMP_TIME = Duration.ofSeconds(2);

  private final String name;
  private final Role role;
  private final RunSettings run;
  private final RedisEndpoint redis;
  private final @Nullable RedisProxy proxy;
  private int starts;
  private @Nullable Process process;

  Member(String name, Role role, RunSettings run, RedisEndpoint redis, @Nullable RedisProxy proxy) {
    this.name = name;
    this.role = role;
    this.run = run;
    this.redis = proxy == null ? redis : proxy.endpoint();
    this.proxy = proxy;
  }

  /** Returns its name. */
  public String name() {
    return name;
  }

  /** Returns the name of its newest process, such as {@code alpha-1.2}. */
  public synchronized String processName() {
    return name + "." + starts;
  }

  /** Returns what it does. */
  public Role role() {
    return role;
  }

  /** Returns its group, which is how its name begins. */
  public String group() {
    return name.substring(0, name.indexOf('-'));
  }

  /** Returns the proxy between it and Redis, if it is not connected directly. */
  public Optional<RedisProxy> proxy() {
    return Optional.ofNullable(proxy);
  }

  /** Starts a process. */
  public synchronized void start() {
    starts++;
    WorkerSettings settings =
        new WorkerSettings(
            processName(),
            group(),
            redis.host(),
            redis.port(),
            run.directory(),
            run.lease(),
            run.seed() * 1_000_003 + name.hashCode() * 31L + starts,
            run.rate());
    String main =
        role == Role.PRODUCER ? ProducerProcess.class.getName() : run.program().consumer();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Many short-lived processes on few cores: what starts fast is best.
    command.addAll(List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", run.program().classpath(), main));
    command.addAll(settings.arguments());
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.to(output()))
              .start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private File output() {
    return run.directory().resolve(processName() + ".out").toFile();
  }

  /** Returns when the process says that it is ready. */
  public void awaitReady() {
    Await.until(
        name + " is ready; see " + output(),
        START_TIME,
        () -> {
          if (!running()) {
            throw new IllegalStateException(name + " has ended at its start; see " + output());
          }
          return Files.readString(output().toPath()).contains(ConsumerProcess.READY);
        });
  }

  /** Returns whether its process is there. */
  public synchronized boolean running() {
    return process != null && process.isAlive();
  }

  /** Kills it as {@code kill -9} does; returns when it is gone. */
  public synchronized void kill() {
    Process victim = process;
    if (victim == null) {
      return;
    }
    victim.destroyForcibly();
    try {
      if (!victim.waitFor(KILL_TIME.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("%s (%d) survives kill -9".formatted(name, victim.pid()));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops the time of the process. */
  public synchronized void suspend() {
    signal("-STOP");
  }

  /** Lets its time go on. */
  public synchronized void resume() {
    signal("-CONT");
  }

  private void signal(String signal) {
    Process target = process;
    if (target == null || !target.isAlive()) {
      return;
    }
    try {
      new ProcessBuilder("kill", signal, String.valueOf(target.pid())).start().waitFor();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks the process to end in good order. */
  public synchronized void askToEnd() {
    Process asked = process;
    if (asked != null) {
      try {
        asked.getOutputStream().close();
      } catch (IOException gone) {
        // Then it has ended.
      }
    }
  }

  /**
   * Waits until the process has ended, and kills it when it does not within the time; where its
   * threads were by then is in its output. Returns what was wrong with its end.
   */
  public Optional<String> awaitEnd(Duration atMost) {
    Process ending;
    synchronized (this) {
      ending = process;
    }
    if (ending == null) {
      return Optional.empty();
    }
    try {
      if (ending.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        return ending.exitValue() == 0
            ? Optional.empty()
            : Optional.of(
                "%s ended with exit code %d; see %s"
                    .formatted(processName(), ending.exitValue(), output()));
      }
      // A JVM answers this with its threads.
      signal("-QUIT");
      ending.waitFor(DUMP_TIME.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    kill();
    return Optional.of(
        "%s did not end within %s when it was asked to; see %s"
            .formatted(processName(), atMost, output()));
  }

  @Override
  public String toString() {
    return name;
  }
}
