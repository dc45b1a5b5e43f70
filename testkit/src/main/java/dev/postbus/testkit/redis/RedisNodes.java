package dev.postbus.testkit.redis;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What a Sentinel deployment and a cluster have in common: some processes that end together. */
final class RedisNodes implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<PrivateRedis> nodes = new ArrayList<>();

  PrivateRedis start(String... options) {
    PrivateRedis node = PrivateRedis.start(options);
    nodes.add(node);
    return node;
  }

  List<PrivateRedis> all() {
    return Collections.unmodifiableList(nodes);
  }

  /** Waits for what the processes settle among themselves; a node that is away has not settled. */
  static void await(String what, BooleanSupplier settled) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds(settled)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%s: not within %d s".formatted(what, PATIENCE.toSeconds()));
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException(what + ": interrupted");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static boolean holds(BooleanSupplier settled) {
    try {
      return settled.getAsBoolean();
    } catch (UncheckedIOException away) {
      return false;
    }
  }

  /** Returns whether the node is a replica that has all its primary had when it connected. */
  static boolean isInStep(PrivateRedis node) {
    return node.command("ROLE") instanceof List<?> role
        && role.get(0).equals("slave")
        && role.get(3).equals("connected");
  }

  @Override
  public void close() {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      nodes.get(i).close();
    }
  }
}
