package dev.postbus.dashboard;

import java.util.Optional;

/** Somebody's browser, from login to logout. Thread-safe. */
final class Session {

  private final String id;
  private final String csrf;
  private final String name;
  private volatile long lastUsedMillis;

  Session(String id, String csrf, String name, long nowMillis) {
    this.id = id;
    this.csrf = csrf;
    this.name = name;
    this.lastUsedMillis = nowMillis;
  }

  /** Returns the secret in the cookie. */
  String id() {
    return id;
  }

  /** Returns the secret that a request which changes something carries beside the cookie. */
  String csrf() {
    return csrf;
  }

  Optional<String> name() {
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  long lastUsedMillis() {
    return lastUsedMillis;
  }

  void used(long nowMillis) {
    lastUsedMillis = nowMillis;
  }
}
