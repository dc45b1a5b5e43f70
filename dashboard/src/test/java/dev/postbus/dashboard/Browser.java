package dev.postbus.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a browser does for the page: keeps the cookie, carries the CSRF token. */
final class Browser {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI at;
  private Optional<String> cookie = Optional.empty();
  private Optional<String> csrf = Optional.empty();

  Browser(Dashboard dashboard) {
    this.at = URI.create("http://127.0.0.1:" + dashboard.port() + "/");
  }

  /** An answer. */
  record Reply(int status, JsonNode json, HttpResponse<String> response) {

    String code() {
      return json.path("error").path("code").asString("");
    }

    String message() {
      return json.path("error").path("message").asString("");
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  /** Opens the page without a login. */
  Browser open() {
    remember(get("api/session"));
    return this;
  }

  Browser login(String token) {
    Reply reply = post("api/login", "{\"token\":\"%s\",\"name\":\"ada\"}".formatted(token));
    if (reply.status() != 200) {
      throw new AssertionError("login: " + reply);
    }
    remember(reply);
    return this;
  }

  void remember(Reply reply) {
    reply
        .response()
        .headers()
        .firstValue("Set-Cookie")
        .ifPresent(value -> cookie = Optional.of(value.split(";", 2)[0]));
    csrf = Optional.of(reply.json().path("csrf").asString(""));
  }

  Optional<String> cookie() {
    return cookie;
  }

  Reply get(String path) {
    return send(request(path).GET());
  }

  Reply post(String path, String json) {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /** Returns a request with all a browser adds. */
  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(at.resolve(path));
    request.header("Content-Type", "application/json");
    cookie.ifPresent(value -> request.header("Cookie", value));
    csrf.filter(token -> !token.isEmpty())
        .ifPresent(token -> request.header(ApiHandler.CSRF_HEADER, token));
    return request;
  }

  /** Returns the same without the CSRF token. */
  HttpRequest.Builder bareRequest(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(at.resolve(path));
    cookie.ifPresent(value -> request.header("Cookie", value));
    return request;
  }

  Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      String body = response.body();
      boolean json =
          response.headers().firstValue("Content-Type").orElse("").equals("application/json");
      return new Reply(
          response.statusCode(),
          json && !body.isEmpty() ? JSON.readTree(body) : JSON.missingNode(),
          response);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Opens a live stream. */
  LiveStream stream(String path) {
    return LiveStream.open(http, request(path).GET().build());
  }
}
