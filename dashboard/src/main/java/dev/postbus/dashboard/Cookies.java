package dev.postbus.dashboard;

/** The cookie that names a session. Browsers share cookies between ports: its name tells ours. */
final class Cookies {

  private final String name;
  private final boolean secure;

  Cookies(int port, boolean secure) {
    this.name = (secure ? "__Host-" : "") + "postbus-" + port;
    this.secure = secure;
  }

  String name() {
    return name;
  }

  String of(Session session) {
    return cookie(session.id(), Sessions.IDLE.toSeconds());
  }

  /** Returns one that removes it. */
  String none() {
    return cookie("", 0);
  }

  private String cookie(String value, long seconds) {
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
        .formatted(name, value, seconds, secure ? "; Secure" : "");
  }
}
