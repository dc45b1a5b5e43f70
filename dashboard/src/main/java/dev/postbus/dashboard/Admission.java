package dev.postbus.dashboard;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Decides whether a request may go where it wants. */
final class Admission {

  private final Hosts hosts;
  private final Sessions sessions;
  private final Cookies cookies;
  private final boolean readOnly;

  Admission(Hosts hosts, Sessions sessions, Cookies cookies, boolean readOnly) {
    this.hosts = hosts;
    this.sessions = sessions;
    this.cookies = cookies;
    this.readOnly = readOnly;
  }

  /**
   * Returns the session of the request, if it has one.
   *
   * @throws ApiError when the request does not bring what the route demands
   */
  @Nullable Session admit(Route route, Request request) {
    checkOwnPage(request);
    Session session = session(request).orElse(null);
    if (route.demands() != Route.Demands.NOTHING && session == null) {
      throw ApiError.of(401, "login_required", "log in first");
    }
    if (route.method().equals("POST")) {
      checkJson(request);
    }
    if (session != null
        && (route.demands() == Route.Demands.CSRF || route.demands() == Route.Demands.CHANGES)) {
      checkCsrf(request, session);
    }
    if (route.demands() == Route.Demands.CHANGES && readOnly) {
      throw ApiError.of(403, "read_only", "this dashboard is read-only");
    }
    return session;
  }

  private Optional<Session> session(Request request) {
    for (HttpCookie cookie : Request.getCookies(request)) {
      if (cookie.getName().equals(cookies.name())) {
        return sessions.use(cookie.getValue());
      }
    }
    return Optional.empty();
  }

  /**
   * Browsers tell where a request comes from; other clients do not, and carry no cookies. A page on
   * another port of this host is of the same site: its requests carry our cookie, and though it
   * could read nothing, it could open views until there are too many.
   */
  private void checkOwnPage(Request request) {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    String host = String.valueOf(request.getHeaders().get(HttpHeader.HOST));
    String site = request.getHeaders().get("Sec-Fetch-Site");
    boolean foreign =
        (origin != null && !hosts.isOwn(origin, host))
            || (site != null && !site.equals("same-origin") && !site.equals("none"));
    if (foreign) {
      throw ApiError.of(403, "origin", "this request comes from another site");
    }
  }

  /** A form of another site cannot send JSON without asking first. */
  private static void checkJson(Request request) {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (type == null
        || !type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json")) {
      throw ApiError.of(415, "media_type", "the Content-Type must be application/json");
    }
  }

  private static void checkCsrf(Request request, Session session) {
    String given = request.getHeaders().get(ApiHandler.CSRF_HEADER);
    if (given == null || !same(given, session.csrf())) {
      throw ApiError.of(
          403, "csrf", "the header " + ApiHandler.CSRF_HEADER + " is missing or belongs elsewhere");
    }
  }

  /** Takes as long for a wrong secret as for the right one. */
  static boolean same(String given, String secret) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
  }
}
