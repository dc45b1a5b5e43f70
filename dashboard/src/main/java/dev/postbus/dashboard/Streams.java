package dev.postbus.dashboard;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** All open streams of one kind: who looks now. Thread-safe. */
final class Streams {

  private static final int MAX = 100;
  private static final int MAX_PER_SESSION = 10;

  private final Sessions sessions;
  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

  Streams(Sessions sessions) {
    this.sessions = sessions;
  }

  /**
   * Opens one; {@code ended} is told when it is over.
   *
   * @throws ApiError when there are too many
   */
  synchronized EventStream open(Session session, Consumer<EventStream> ended) {
    long own = open.stream().filter(stream -> stream.session() == session).count();
    if (open.size() >= MAX || own >= MAX_PER_SESSION) {
      throw ApiError.tooMany(
          "too many live views are open (%d of %d, %d of %d from this browser); close some"
              .formatted(open.size(), MAX, own, MAX_PER_SESSION),
          10);
    }
    EventStream[] self = new EventStream[1];
    EventStream stream =
        new EventStream(
            session,
            () -> {
              open.remove(self[0]);
              ended.accept(self[0]);
            });
    self[0] = stream;
    open.add(stream);
    return stream;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /** Sends to all. */
  void send(byte[] event) {
    open.forEach(stream -> stream.send(event));
  }

  /** A single pass: pings, and ends what belongs to sessions that have ended. */
  void beat() {
    for (EventStream stream : open) {
      if (sessions.isOpen(stream.session())) {
        sessions.use(stream.session().id());
        stream.ping();
      } else {
        stream.end(EventStream.End.SESSION);
      }
    }
  }

  /** Ends those of one session. */
  void endOf(Session session) {
    open.stream()
        .filter(stream -> stream.session() == session)
        .forEach(stream -> stream.end(EventStream.End.SESSION));
  }

  void endAll() {
    open.forEach(stream -> stream.end(EventStream.End.STOPPING));
  }
}
