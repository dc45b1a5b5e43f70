package dev.postbus.dashboard;

import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** The sessions of this process. A session ends some time after its last use. Thread-safe. */
final class Sessions {

  static final Duration IDLE = Duration.ofHours(12);
  private static final int MAX = 1_000;
  private static final int SECRET_BYTES = 32;

  private final Clock clock;
  private final RandomGenerator secrets;
  private final Map<String, Session> byId = new ConcurrentHashMap<>();

  /** Takes a source of randomness fit for secrets. */
  Sessions(Clock clock, RandomGenerator secrets) {
    this.clock = clock;
    this.secrets = secrets;
  }

  /** Opens one; when there are too many, that which was used longest ago ends. */
  Session open(String name) {
    Session session = new Session(secret(), secret(), name, clock.millis());
    byId.put(session.id(), session);
    if (byId.size() > MAX) {
      byId.values().removeIf(this::isOver);
      byId.values().stream()
          .min(Comparator.comparingLong(Session::lastUsedMillis))
          .filter(oldest -> byId.size() > MAX)
          .ifPresent(this::close);
    }
    return session;
  }

  /** Finds one that has not ended, and counts that as use. */
  Optional<Session> use(String id) {
    Session session = byId.get(id);
    if (session == null) {
      return Optional.empty();
    }
    if (isOver(session)) {
      close(session);
      return Optional.empty();
    }
    session.used(clock.millis());
    return Optional.of(session);
  }

  /** Tells whether it has not been closed. */
  boolean isOpen(Session session) {
    return byId.containsKey(session.id());
  }

  void close(Session session) {
    byId.remove(session.id());
  }

  private boolean isOver(Session session) {
    return clock.millis() - session.lastUsedMillis() > IDLE.toMillis();
  }

  private String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    secrets.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
