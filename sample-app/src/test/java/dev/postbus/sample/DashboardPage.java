package dev.postbus.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The page of the dashboard, opened in a browser: it has a session and a CSRF token. */
final class DashboardPage {

  private static final Pattern KEY = Pattern.compile("\"key\":(\"[^\"\\\\]+\")");
  private static final Pattern CSRF = Pattern.compile("\"csrf\":\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI at;
  private final String cookie;
  private final String csrf;

  DashboardPage(URI at) {
    this.at = at;
    HttpResponse<String> session = send(HttpRequest.newBuilder(at.resolve("api/session")));
    this.cookie = session.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    this.csrf =
        CSRF.matcher(session.body())
            .results()
            .map(found -> found.group(1))
            .findFirst()
            .orElseThrow();
  }

  /** Redrives all dead letters on the first page of the group and returns how many there were. */
  int redriveAll(String group) {
    HttpResponse<String> dead = send(request("api/groups/" + group + "/dead"));
    List<String> keys =
        KEY.matcher(dead.body()).results().map((MatchResult found) -> found.group(1)).toList();
    assertThat(keys).as(dead.body()).isNotEmpty();
    String wanted =
        keys.stream().collect(Collectors.joining(",", "{\"action\":\"redrive\",\"items\":[", "]}"));
    HttpResponse<String> answer =
        send(request("api/groups/" + group + "/actions").POST(BodyPublishers.ofString(wanted)));
    assertThat(answer.body()).contains("\"done\":" + keys.size());
    return keys.size();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(at.resolve(path))
        .header("Content-Type", "application/json")
        .header("Cookie", cookie)
        .header("X-Postbus-Csrf", csrf);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return answer;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
