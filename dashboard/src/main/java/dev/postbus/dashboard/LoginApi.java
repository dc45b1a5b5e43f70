package dev.postbus.dashboard;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is there: session, login, logout. */
final class LoginApi {

  private static final int MAX_NAME = 60;

  private final DashboardSettings settings;
  private final Sessions sessions;
  private final Cookies cookies;
  private final List<Streams> streams;
  private final LoginThrottle throttle;

  LoginApi(
      DashboardSettings settings,
      Sessions sessions,
      Cookies cookies,
      List<Streams> streams,
      LoginThrottle throttle) {
    this.settings = settings;
    this.sessions = sessions;
    this.cookies = cookies;
    this.streams = streams;
    this.throttle = throttle;
  }

  List<Route> routes() {
    return List.of(
        Route.get("session", this::session).demanding(Route.Demands.NOTHING),
        Route.change("login", this::login).demanding(Route.Demands.NOTHING),
        Route.change("logout", this::logout).demanding(Route.Demands.CSRF));
  }

  private record Facts(
      boolean authenticated,
      boolean loginRequired,
      @Nullable String csrf,
      @Nullable String who,
      boolean readOnly,
      boolean redacted,
      String title,
      String version) {}

  private Answer session(Call call) {
    Optional<Session> session = call.session();
    if (session.isEmpty() && !settings.loginRequired()) {
      session = Optional.of(sessions.open(""));
      call.setCookie(cookies.of(session.get()));
    }
    return facts(session.orElse(null));
  }

  private Answer login(Call call) {
    String token = settings.token();
    if (token == null) {
      return session(call);
    }
    String given = Json.requiredText(call.body(), "token");
    String name = Json.text(call.body(), "name").map(String::strip).orElse("");
    throttle.attempt(call.remoteAddress());
    if (!Admission.same(given, token)) {
      throw ApiError.of(401, "wrong_token", "this is not the token");
    }
    throttle.succeeded(call.remoteAddress());
    call.session().ifPresent(this::close);
    Session session = sessions.open(EventItems.cut(name, MAX_NAME));
    call.setCookie(cookies.of(session));
    return facts(session);
  }

  private Answer logout(Call call) {
    close(call.login());
    call.setCookie(cookies.none());
    return facts(null);
  }

  private void close(Session session) {
    sessions.close(session);
    streams.forEach(some -> some.endOf(session));
  }

  private Answer facts(@Nullable Session session) {
    String version = LoginApi.class.getPackage().getImplementationVersion();
    return Answer.ok(
        new Facts(
            session != null,
            settings.loginRequired(),
            session == null ? null : session.csrf(),
            session == null ? null : session.name().orElse(null),
            settings.readOnly(),
            settings.redactor() != null,
            settings.title(),
            version == null ? "" : version));
  }
}
