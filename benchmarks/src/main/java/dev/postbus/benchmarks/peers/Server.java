package dev.postbus.benchmarks.peers;

import dev.postbus.benchmarks.harness.BenchRedis;
import java.util.Optional;

/** A server that a peer needs. */
interface Server {

  /** Returns what is missing on this machine and how to install it; empty when nothing is. */
  Optional<String> missing();

  /** Starts one of its own, empty. */
  Running start() throws Exception;

  /** A server at work. */
  interface Running extends AutoCloseable {

    /** Returns the port it listens on, on the loopback interface. */
    int port();

    /** Returns the id of its process. */
    long pid();

    @Override
    void close();
  }

  /** The Redis of all benchmarks. */
  final class Redis implements Server {

    @Override
    public Optional<String> missing() {
      return Optional.empty();
    }

    @Override
    public Running start() {
      BenchRedis redis = BenchRedis.start();
      return new Running() {
        @Override
        public int port() {
          return redis.port();
        }

        @Override
        public long pid() {
          return redis.pid();
        }

        @Override
        public void close() {
          redis.close();
        }
      };
    }
  }
}
