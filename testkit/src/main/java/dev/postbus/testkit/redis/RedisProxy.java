package dev.postbus.testkit.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Stands between one client and a Redis without TLS and breaks what a network and a dying process
 * break: connections, answers, time. Thread-safe.
 */
public final class RedisProxy implements AutoCloseable {

  private final RedisEndpoint target;
  private final ServerSocket server;
  private final Thread accepting;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable String> loseAnswerTo = new AtomicReference<>();
  private volatile @Nullable String muteCommand;
  private final Object freezing = new Object();

  /** Guarded by freezing. */
  private boolean frozen;

  private final AtomicLong swallowedBytes = new AtomicLong();
  private volatile boolean swallowing;
  private volatile long delayNanos;

  private volatile boolean cut;

  private RedisProxy(RedisEndpoint target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.accepting = daemon("accept", this::accept);
  }

  /** Opens a proxy on a free port of the loopback interface. */
  public static RedisProxy to(RedisEndpoint target) {
    try {
      return new RedisProxy(target);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Returns where clients connect to; credentials are those of the target. */
  public RedisEndpoint endpoint() {
    return new RedisEndpoint(
        server.getInetAddress().getHostAddress(),
        server.getLocalPort(),
        false,
        target.username(),
        target.password(),
        target.database());
  }

  /** Breaks all connections and accepts no more, for ever. */
  public void cut() {
    cut = true;
    closeQuietly(server);
    awaitEndOfAccepting();
    thaw();
    breakConnections();
  }

  /** While a thread still accepts, the system takes connections though the socket is closed. */
  private void awaitEndOfAccepting() {
    try {
      accepting.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Breaks the connections there are now; new ones work. */
  public void breakConnections() {
    connections.forEach(Connection::close);
  }

  /** Holds everything back, in both directions, until {@link #thaw()}. */
  public void freeze() {
    synchronized (freezing) {
      frozen = true;
    }
  }

  /** Lets what was held back go on its way; ends what the other methods began, too. */
  public void thaw() {
    swallowing = false;
    delayNanos = 0;
    synchronized (freezing) {
      frozen = false;
      freezing.notifyAll();
    }
    // What they wait for is gone for ever.
    connections.stream().filter(connection -> connection.swallowed).forEach(Connection::close);
  }

  /**
   * Passes commands on and no answer, on connections that seem to stand, until {@link #thaw()},
   * which breaks those where an answer got lost.
   */
  public void swallowAnswers() {
    swallowing = true;
  }

  /** Returns how many bytes of answers were swallowed so far. */
  public long swallowedBytes() {
    return swallowedBytes.get();
  }

  /** Lets everything take this much longer, in both directions, until {@link #thaw()}. */
  public void delay(Duration longer) {
    delayNanos = longer.toNanos();
  }

  /**
   * Lets the next command of this name reach Redis, for example {@code "EVALSHA"}, and breaks its
   * connection instead of passing the answer on.
   */
  public void loseNextAnswerTo(String command) {
    loseAnswerTo.set(command);
  }

  /**
   * Lets every command of this name reach Redis, for example {@code "BLPOP"}, and keeps back all
   * that its connection answers from then on; the connection stays open. Null ends it for new
   * connections, those that are mute stay so.
   */
  public void muteConnectionsThatSend(@Nullable String command) {
    muteCommand = command;
  }

  /** Keeps back all that the connections there are now answer from now on; new ones work. */
  public void muteConnections() {
    connections.forEach(connection -> connection.mute = true);
  }

  @Override
  public void close() {
    cut();
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, "redis-proxy-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void accept() {
    while (!cut) {
      try {
        Socket client = server.accept();
        try {
          Connection connection = new Connection(client, new Socket(target.host(), target.port()));
          connections.add(connection);
          daemon("to-redis", () -> connection.pump(connection.client, connection.redis, true));
          daemon("from-redis", () -> connection.pump(connection.redis, connection.client, false));
          if (cut) {
            connection.close();
          }
        } catch (IOException unreachable) {
          closeQuietly(client);
        }
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception alreadyBroken) {
      // Broken is what it shall be.
    }
  }

  private void awaitThaw() throws InterruptedException {
    long until = System.nanoTime() + delayNanos;
    for (long left = delayNanos; left > 0 && delayNanos > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    synchronized (freezing) {
      while (frozen) {
        freezing.wait();
      }
    }
  }

  private final class Connection {
    private final Socket client;
    private final Socket redis;

    /** Its next answer is to be lost. */
    private volatile boolean doomed;

    /** An answer of it is gone. */
    private volatile boolean swallowed;

    /** Its answers are kept back. */
    private volatile boolean mute;

    private Connection(Socket client, Socket redis) throws IOException {
      this.client = client;
      this.redis = redis;
      client.setTcpNoDelay(true);
      redis.setTcpNoDelay(true);
    }

    private void pump(Socket from, Socket to, boolean commands) {
      byte[] buffer = new byte[1 << 16];
      try {
        InputStream in = from.getInputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          awaitThaw();
          if (commands) {
            doomIfMeant(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
          } else if (doomed) {
            return;
          } else if (mute) {
            continue;
          } else if (swallowing || swallowed) {
            swallowed = true;
            swallowedBytes.addAndGet(read);
            if (!swallowing) {
              return;
            }
            continue;
          }
          to.getOutputStream().write(buffer, 0, read);
        }
      } catch (IOException | InterruptedException broken) {
        // Then the other half ends too.
      } finally {
        close();
      }
    }

    private void doomIfMeant(String sent) {
      String muted = muteCommand;
      if (muted != null && sent.contains("\r\n" + muted + "\r\n")) {
        mute = true;
      }
      String command = loseAnswerTo.get();
      if (command != null
          && sent.contains("\r\n" + command + "\r\n")
          && loseAnswerTo.compareAndSet(command, null)) {
        doomed = true;
      }
    }

    private void close() {
      closeQuietly(client);
      closeQuietly(redis);
      connections.remove(this);
    }
  }
}
