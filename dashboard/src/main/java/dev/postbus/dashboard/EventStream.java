package dev.postbus.dashboard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events to one browser. What it does not read soon enough waits here, up to a bound;
 * then it is cut off, so that a slow browser costs neither memory nor anybody's time. Thread-safe;
 * no call waits.
 */
final class EventStream {

  /** Why a stream ends. */
  enum End {
    /** The session has ended. */
    SESSION,
    /** The dashboard stops. */
    STOPPING
  }

  private static final int MAX_WAITING = 256;
  private static final long MAX_WAITING_BYTES = 4L << 20;

  private final Session session;
  private final Runnable ended;

  /** Guarded by this, as all below. */
  private final Queue<byte[]> waiting = new ArrayDeque<>();

  private long waitingBytes;
  private boolean writing;
  private boolean closing;
  private boolean over;
  private @Nullable Request request;
  private @Nullable Response response;
  private @Nullable Callback callback;

  /**
   * Takes whose it is, and whom to tell once when it is over.
   *
   * @param ended called on any thread
   */
  EventStream(Session session, Runnable ended) {
    this.session = session;
    this.ended = ended;
    waiting.add(bytes("retry: 3000\n\n"));
  }

  Session session() {
    return session;
  }

  static byte[] event(String name, Object data) {
    return event(name, Json.write(data));
  }

  /** Returns an event as it is sent; the data is JSON, which holds no line ends. */
  static byte[] event(String name, byte[] json) {
    byte[] head = bytes("event: " + name + "\ndata: ");
    byte[] event = new byte[head.length + json.length + 2];
    System.arraycopy(head, 0, event, 0, head.length);
    System.arraycopy(json, 0, event, head.length, json.length);
    event[event.length - 2] = '\n';
    event[event.length - 1] = '\n';
    return event;
  }

  /** Begins to write what waits; one that is over already fails. */
  void open(Request request, Response response, Callback callback) {
    boolean late;
    synchronized (this) {
      late = over;
      if (!late) {
        this.request = request;
        this.response = response;
        this.callback = callback;
      }
    }
    if (late) {
      callback.failed(tooSlow());
    } else {
      writeNext();
    }
  }

  void send(byte[] event) {
    boolean tooSlow;
    synchronized (this) {
      if (over || closing) {
        return;
      }
      waiting.add(event);
      waitingBytes += event.length;
      tooSlow = waiting.size() > MAX_WAITING || waitingBytes > MAX_WAITING_BYTES;
    }
    if (tooSlow) {
      cutOff();
    } else {
      writeNext();
    }
  }

  /** Shows both ends that the other one lives. */
  void ping() {
    synchronized (this) {
      // What waits is a sign of life itself.
      if (!waiting.isEmpty()) {
        return;
      }
    }
    send(bytes(": ping\n\n"));
  }

  /** Says good-bye and ends it once that is written. */
  void end(End reason) {
    send(event("bye", new Bye(reason.name().toLowerCase(Locale.ROOT))));
    synchronized (this) {
      closing = true;
    }
    writeNext();
  }

  /** Ends one that was never opened. */
  void abandon() {
    finish(null);
  }

  private record Bye(String reason) {}

  /** One write is under way at a time; the next begins when it has ended. */
  private void writeNext() {
    Response to;
    byte[] next;
    boolean last;
    synchronized (this) {
      if (writing || over || response == null || (waiting.isEmpty() && !closing)) {
        return;
      }
      next = waiting.isEmpty() ? new byte[0] : waiting.remove();
      waitingBytes = Math.max(0, waitingBytes - next.length);
      last = closing && waiting.isEmpty();
      writing = true;
      to = response;
    }
    to.write(last, ByteBuffer.wrap(next), Callback.from(() -> written(last), this::failed));
  }

  private void written(boolean last) {
    synchronized (this) {
      writing = false;
    }
    if (last) {
      finish(null);
    } else {
      writeNext();
    }
  }

  private void failed(Throwable failure) {
    finish(failure);
  }

  /** Closes the connection: a write that is under way does not end by itself. */
  private void cutOff() {
    Request slow;
    synchronized (this) {
      slow = request;
    }
    if (slow != null) {
      slow.getConnectionMetaData().getConnection().getEndPoint().close();
    }
    finish(tooSlow());
  }

  private static IOException tooSlow() {
    return new IOException("the client reads too slowly");
  }

  private void finish(@Nullable Throwable failure) {
    Callback done;
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      waiting.clear();
      waitingBytes = 0;
      done = callback;
    }
    ended.run();
    if (done != null && failure == null) {
      done.succeeded();
    } else if (done != null) {
      done.failed(failure);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
