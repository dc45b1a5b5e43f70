package dev.postbus.dashboard;

import dev.postbus.EventQueue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One request for the API, as far as it has been admitted. Of one thread at a time. */
final class Call implements DashboardRequest {

  private static final int MAX_TEXT = 500;

  private final Request request;
  private final List<String> names;
  private final @Nullable Session session;
  private final JsonNode body;
  private @Nullable String cookie;

  Call(Request request, List<String> names, @Nullable Session session, JsonNode body) {
    this.request = request;
    this.names = names;
    this.session = session;
    this.body = body;
  }

  /** Returns what stands for a {@code *} of the route. */
  String name(int index) {
    return names.get(index);
  }

  JsonNode body() {
    return body;
  }

  Optional<Session> session() {
    return Optional.ofNullable(session);
  }

  /** Returns the session of a route that demands one. */
  Session login() {
    if (session == null) {
      throw new IllegalStateException("this route admits calls without a session");
    }
    return session;
  }

  /** Returns a query parameter; empty when it is missing or blank. */
  Optional<String> query(String name) {
    Fields.Field field = Request.extractQueryParameters(request).get(name);
    String value = field == null || field.getValue() == null ? "" : field.getValue();
    if (value.length() > MAX_TEXT) {
      throw ApiError.badRequest("\"%s\" is longer than %d characters".formatted(name, MAX_TEXT));
    }
    return value.isBlank() ? Optional.empty() : Optional.of(value);
  }

  /** Returns a number of the query within bounds. */
  int number(String name, int missing, int from, int to) {
    String text = query(name).orElse(null);
    if (text == null) {
      return missing;
    }
    int value;
    try {
      value = Integer.parseInt(text);
    } catch (NumberFormatException bad) {
      value = from - 1;
    }
    if (value < from || value > to) {
      throw ApiError.badRequest(
          "\"%s\" is \"%s\"; it must be a number from %d to %d".formatted(name, text, from, to));
    }
    return value;
  }

  /** Returns the queue of the query; empty when it is missing. */
  Optional<EventQueue> queue() {
    return query("queue").map(Call::queueOf);
  }

  static EventQueue queueOf(String name) {
    try {
      return EventQueue.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw ApiError.badRequest(
          "\"%s\" is no queue; it must be HIGH, DEFAULT or LOW".formatted(name));
    }
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  @Override
  public String remoteAddress() {
    return Request.getRemoteAddr(request);
  }

  @Override
  public Optional<String> loginName() {
    return session().flatMap(Session::name);
  }

  /** Asks the browser to keep a cookie. */
  void setCookie(String value) {
    cookie = value;
  }

  Optional<String> newCookie() {
    return Optional.ofNullable(cookie);
  }
}
