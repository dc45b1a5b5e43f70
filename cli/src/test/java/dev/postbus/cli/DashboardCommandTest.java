package dev.postbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealRedis.class)
class DashboardCommandTest {

  private static HttpResponse<String> get(String uri) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void servesThePageUntilItIsEnded(Scene scene) throws Exception {
    Run dashboard = new Run(scene.environment(), false, "");
    Thread running = dashboard.start("dashboard", "--listen", "0", "--read-only");
    Scene.until(() -> dashboard.out().contains("\n"));

    Matcher told =
        Pattern.compile(
                "The dashboard of "
                    + scene.namespace()
                    + " is at (http://127.0.0.1:\\d+/), read-only; Ctrl-C ends it.\n")
            .matcher(dashboard.out());
    assertThat(told.matches()).as(dashboard.out()).isTrue();
    HttpResponse<String> page = get(told.group(1));
    running.interrupt();
    running.join();

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<html");
    assertThat(dashboard.code()).isEqualTo(130);
    assertThat(dashboard.err()).isEmpty();
  }

  @Test
  void tellsProgramsWhereItIs(Scene scene) throws Exception {
    Run dashboard = new Run(scene.environment(), false, "");
    Thread running = dashboard.start("dashboard", "--listen", "0", "--json");
    Scene.until(() -> dashboard.out().contains("\n"));
    running.interrupt();
    running.join();

    assertThat(dashboard.json().path("uri").asString())
        .isEqualTo("http://127.0.0.1:%d/".formatted(dashboard.json().path("port").asInt()));
    assertThat(dashboard.json().path("readOnly").asBoolean(true)).isFalse();
  }

  @Test
  void doesNotOpenItselfToOthersWithoutAToken(Scene scene) {
    Run dashboard = scene.run("dashboard", "--bind", "0.0.0.0", "--listen", "0");

    assertThat(dashboard.code()).isEqualTo(2);
    assertThat(dashboard.err())
        .contains("there is no token", "--token asks for a token", "POSTBUS_DASHBOARD_TOKEN");
  }
}
