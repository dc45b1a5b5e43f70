package dev.postbus.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.postbus.EventMetadata;
import dev.postbus.EventQueue;
import dev.postbus.PermanentFailureException;
import dev.postbus.SubscribeOptions;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the dashboard keeps out, and what it keeps in. */
class SecurityTest {

  private static final String CHANGE = "{\"queues\":[\"HIGH\"]}";

  private Stage stage = Stage.local();

  @AfterEach
  void close() {
    stage.close();
  }

  private void open(UnaryOperator<Dashboard.Builder> settings) {
    stage.close();
    stage = Stage.local(settings);
    stage
        .bus()
        .subscribe(
            "order.**",
            Map.class,
            SubscribeOptions.builder().id("Mail.confirm").build(),
            (order, context) -> {
              throw new PermanentFailureException("card 4111 was refused");
            });
    stage.bus().start();
  }

  private static HttpRequest.BodyPublisher body(String json) {
    return HttpRequest.BodyPublishers.ofString(json);
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", stage.dashboard().port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void pagesForbidWhatTheyDoNotNeed() {
    Browser.Reply page = stage.browser().get("");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
        .contains("frame-ancestors 'none'", "base-uri 'none'")
        .doesNotContain("unsafe");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
    assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(page.header("Server")).isEmpty();
    assertThat(page.response().body()).doesNotContain("http://", "https://", "style=", "onclick");
  }

  @Test
  void noPathLeadsOutOfThePages() throws IOException {
    for (String path : List.of("/../Dashboard.class", "/js/..%2f..%2fDashboard.class", "/.x.js")) {
      assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
          .matches("(?s)HTTP/1.1 4\\d\\d .*");
    }
  }

  @Test
  void requestsThatCannotBeReadLearnNothingOfTheServer() throws IOException {
    String end = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    String session = "Cookie: " + stage.browser().cookie().orElseThrow() + "\r\n";
    for (String request :
        List.of(
            "GET /%zz" + end + "\r\n",
            "GET /api/%zz" + end + "\r\n",
            "GET /api/groups/shop/dead?text=%zz" + end + session + "\r\n",
            "GET /api/groups/shop/dead?text=%ff" + end + session + "\r\n",
            "GET /" + end + "Host: other\r\n\r\n",
            "nonsense\r\n\r\n")) {
      assertThat(raw(request))
          .as(request)
          .matches("(?s)HTTP/1.1 4\\d\\d .*")
          .doesNotContainIgnoringCase("jetty")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void listensOnThisMachineAlone() {
    assertThat(stage.dashboard().uri().getHost()).isEqualTo("127.0.0.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dashboard.builder(stage.bus()).port(0).bind("0.0.0.0").start())
        .withMessageContaining("0.0.0.0")
        .withMessageContaining("token");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dashboard.builder(stage.bus()).port(-1).token("short").start())
        .withMessageContaining("port is -1")
        .withMessageContaining("5 characters");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Dashboard.builder(stage.bus())
                    .port(0)
                    .publicUrl(URI.create("https://bus.example.com/"))
                    .start())
        .withMessageContaining("token");
  }

  @Test
  void foreignHostNamesAreTurnedAway() throws IOException {
    String head = "GET /api/session HTTP/1.1\r\nConnection: close\r\nHost: ";

    assertThat(raw(head + "attacker.example\r\n\r\n")).startsWith("HTTP/1.1 421");
    assertThat(raw(head + "127.0.0.1.attacker.example:8420\r\n\r\n")).startsWith("HTTP/1.1 421");
    assertThat(raw(head + "localhost:1\r\n\r\n")).startsWith("HTTP/1.1 200");
    assertThat(raw(head + "[::1]\r\n\r\n")).startsWith("HTTP/1.1 200");
  }

  @Test
  void allowedHostsAreAnswered() throws IOException {
    open(
        settings ->
            settings
                .token(Stage.TOKEN)
                .allowedHost("tools.internal")
                .publicUrl(URI.create("https://bus.example.com/")));
    String head = "GET /api/session HTTP/1.1\r\nConnection: close\r\nHost: ";

    assertThat(raw(head + "tools.internal\r\n\r\n")).startsWith("HTTP/1.1 200");
    assertThat(raw(head + "bus.example.com\r\n\r\n")).startsWith("HTTP/1.1 200");
    assertThat(raw(head + "other.example.com\r\n\r\n")).startsWith("HTTP/1.1 421");
  }

  @Test
  void nothingIsShownWithoutLogin() {
    open(settings -> settings.token(Stage.TOKEN));
    Browser browser = stage.browser();

    for (String path :
        List.of(
            "overview",
            "history",
            "stream",
            "tail",
            "topology",
            "instances",
            "audit",
            "jobs",
            "groups/shop/dead")) {
      assertThat(browser.get("api/" + path).code()).isEqualTo("login_required");
    }
    assertThat(browser.post("api/groups/shop/pause", CHANGE).status()).isEqualTo(401);
    assertThat(browser.post("api/login", "{\"token\":\"wrong-horse-battery\"}").code())
        .isEqualTo("wrong_token");
    browser.login(Stage.TOKEN);
    assertThat(browser.get("api/overview").status()).isEqualTo(200);
  }

  private static Browser.Reply guess(Browser browser, int number) {
    return browser.post("api/login", "{\"token\":\"guess-%d\"}".formatted(number));
  }

  @Test
  void guessingIsSlowedDown() {
    open(settings -> settings.token(Stage.TOKEN));
    Browser browser = stage.browser();
    for (int guess = 1; guess <= 5; guess++) {
      assertThat(guess(browser, guess).status()).isEqualTo(401);
    }
    Browser.Reply last = guess(browser, 6);
    // A machine so slow that the first second of waiting is over by then waits longer next time.
    for (int guess = 7; guess <= 10 && last.status() == 401; guess++) {
      last = guess(browser, guess);
    }

    assertThat(last.status()).isEqualTo(429);
    assertThat(last.header("Retry-After")).isNotEmpty();
  }

  @Test
  void logoutEndsTheSessionAndItsStreams() {
    open(settings -> settings.token(Stage.TOKEN));
    Browser browser = stage.browser().login(Stage.TOKEN);
    LiveStream live = browser.stream("api/stream");
    LiveStream tail = browser.stream("api/tail");

    Browser.Reply reply = browser.post("api/logout", "{}");

    assertThat(reply.json().path("authenticated").asBoolean()).isFalse();
    assertThat(browser.get("api/overview").status()).isEqualTo(401);
    await().until(() -> live.hasEnded() && tail.hasEnded());
  }

  @Test
  void cookiesAreForThisSiteAndScriptsCannotReadThem() {
    open(settings -> settings.token(Stage.TOKEN));

    String cookie =
        stage
            .browser()
            .post("api/login", "{\"token\":\"%s\"}".formatted(Stage.TOKEN))
            .header("Set-Cookie");

    assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/").doesNotContain("Secure");
  }

  @Test
  void cookiesAreForHttpsWhenPeopleComeInByIt() {
    open(settings -> settings.token(Stage.TOKEN).publicUrl(URI.create("https://bus.example.com/")));

    String cookie =
        stage
            .browser()
            .post("api/login", "{\"token\":\"%s\"}".formatted(Stage.TOKEN))
            .header("Set-Cookie");

    assertThat(cookie).startsWith("__Host-").endsWith("Secure");
  }

  @Test
  void changesNeedTheTokenOfTheirPage() {
    open(settings -> settings);
    Browser browser = stage.browser();
    HttpRequest.Builder bare = browser.bareRequest("api/groups/shop/pause").POST(body(CHANGE));

    Browser.Reply without = browser.send(bare.copy().header("Content-Type", "application/json"));
    Browser.Reply form = browser.send(bare.copy().header("Content-Type", "text/plain"));
    Browser.Reply foreign =
        browser.send(
            browser
                .request("api/groups/shop/pause")
                .header("Origin", "https://attacker.example")
                .POST(body(CHANGE)));

    assertThat(without.code()).isEqualTo("csrf");
    assertThat(form.status()).isEqualTo(415);
    assertThat(foreign.code()).isEqualTo("origin");
    assertThat(stage.bus().admin().paused(Stage.GROUP, EventQueue.HIGH)).isFalse();
    assertThat(browser.post("api/groups/shop/pause", CHANGE).status()).isEqualTo(200);
  }

  @Test
  void pagesElsewhereGetNothingAtAll() {
    for (String site : List.of("cross-site", "same-site")) {
      for (String path : List.of("api/session", "api/overview", "api/stream")) {
        Browser.Reply reply =
            stage.browser().send(stage.browser().request(path).header("Sec-Fetch-Site", site));

        assertThat(reply.code()).isEqualTo("origin");
        assertThat(reply.header("Set-Cookie")).isEmpty();
      }
    }
    Browser.Reply own =
        stage
            .browser()
            .send(stage.browser().request("api/overview").header("Sec-Fetch-Site", "same-origin"));
    assertThat(own.status()).isEqualTo(200);
  }

  @Test
  void readOnlyChangesNothing() {
    open(settings -> settings.readOnly(true));
    Browser browser = stage.browser();

    assertThat(browser.get("api/session").json().path("readOnly").asBoolean()).isTrue();
    for (String path :
        List.of(
            "groups/shop/pause",
            "groups/shop/resume",
            "groups/shop/actions",
            "jobs",
            "jobs/1/cancel",
            "emit")) {
      assertThat(browser.post("api/" + path, CHANGE).code()).isEqualTo("read_only");
    }
    assertThat(browser.get("api/overview").status()).isEqualTo(200);
  }

  @Test
  void redactedTextLeavesTheServerNowhere() {
    open(
        settings ->
            settings.redactor(
                new Redactor() {
                  @Override
                  public String payload(EventMetadata event, String payloadJson) {
                    return payloadJson.replaceAll("\\d{4}", "****");
                  }

                  @Override
                  public String reason(EventMetadata event, String reason) {
                    return reason.replaceAll("\\d{4}", "****");
                  }

                  @Override
                  public Map<String, String> headers(EventMetadata event) {
                    return Map.of();
                  }
                }));
    Browser browser = stage.browser();
    LiveStream tail = browser.stream("api/tail");
    String id = stage.bus().emit("order.paid", Map.of("card", "4111")).eventId();
    await().until(() -> stage.bus().admin().counts(Stage.GROUP, EventQueue.DEFAULT).dead() == 1);

    String list = browser.get("api/groups/shop/dead").response().body();
    String detail = browser.get("api/groups/shop/dead/" + id).response().body();

    assertThat(list).contains("****").doesNotContain("4111");
    assertThat(detail).contains("****").doesNotContain("4111");
    assertThat(browser.get("api/groups/shop/dead?text=4111").json().path("items")).isEmpty();
    assertThat(browser.get("api/groups/shop/dead?text=refused").json().path("items")).hasSize(1);
    await()
        .untilAsserted(
            () -> {
              stage.bus().emit("order.paid", Map.of("card", "4111"));
              assertThat(tail.of("handled")).isNotEmpty();
            });
    assertThat(tail.of("handled").toString()).contains("****").doesNotContain("4111");
  }

  @Test
  void liveEventsThatArriveCutAreHiddenFromWhoMayNotSeeAll() {
    open(settings -> settings.redactor((event, payload) -> payload.replaceAll("\\d{4}", "****")));
    LiveStream tail = stage.browser().stream("api/tail");

    await()
        .untilAsserted(
            () -> {
              stage.bus().emit("order.paid", Map.of("card", "4111".repeat(5_000)));
              assertThat(tail.of("handled")).isNotEmpty();
            });

    assertThat(tail.of("handled").toString())
        .contains("too long to be redacted")
        .doesNotContain("**");
  }

  @Test
  void redactorThatFailsHidesAll() {
    open(
        settings ->
            settings.redactor(
                (event, payload) -> {
                  throw new IllegalStateException("broken");
                }));
    assertThatAllIsHidden();
  }

  @Test
  void redactorThatOverflowsTheStackHidesAll() {
    open(
        settings ->
            settings.redactor(
                (event, payload) -> {
                  throw new StackOverflowError();
                }));
    assertThatAllIsHidden();
  }

  private void assertThatAllIsHidden() {
    stage.bus().emit("order.paid", Map.of("card", "4111"));
    await().until(() -> stage.bus().admin().counts(Stage.GROUP, EventQueue.DEFAULT).dead() == 1);

    assertThat(stage.browser().get("api/groups/shop/dead").json().path("items").path(0).toString())
        .contains("hidden")
        .doesNotContain("\"card\"");
  }

  @Test
  void auditTellsWhoTheProxySays() {
    open(settings -> settings.who(request -> request.header("X-User").orElse("nobody")));
    Browser browser = stage.browser();

    browser.send(
        browser.request("api/groups/shop/pause").header("X-User", "grace").POST(body(CHANGE)));

    assertThat(stage.bus().admin().audit(0, 1).get(0).who()).isEqualTo("grace");
  }

  @Test
  void auditTellsTheAddressWhenWhoCannotBeTold() {
    open(
        settings ->
            settings.who(
                request -> {
                  throw new IllegalStateException("broken");
                }));

    assertThat(stage.browser().post("api/groups/shop/pause", CHANGE).status()).isEqualTo(200);

    assertThat(stage.bus().admin().audit(0, 1).get(0).who()).isEqualTo("127.0.0.1");
  }

  @Test
  void auditIsOneLineWhateverWasSearchedFor() {
    open(settings -> settings);

    stage
        .browser()
        .post(
            "api/jobs",
            "{\"action\":\"redrive\",\"group\":\"shop\",\"filter\":{\"text\":\"a\\r"
                + "\\n"
                + "\\u2028b\"}}");

    await().until(() -> stage.bus().admin().audit(0, 10).size() == 2);
    assertThat(stage.bus().admin().audit(0, 10))
        .allSatisfy(entry -> assertThat(entry.target()).contains("text \"a b\""));
  }

  @Test
  void auditTellsTheNameOfTheLogin() {
    open(settings -> settings.token(Stage.TOKEN));
    Browser browser = stage.browser().login(Stage.TOKEN);

    browser.post("api/groups/shop/pause", CHANGE);

    assertThat(stage.bus().admin().audit(0, 1).get(0).who()).isEqualTo("ada (127.0.0.1)");
  }

  /** Only announced: who still sends when the answer comes may find the connection closed. */
  private String announce(int bytes, String path, String headers) throws IOException {
    return raw(
        "POST /%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n".formatted(path)
            + "Content-Length: %d\r\n%sConnection: close\r\n\r\n".formatted(bytes, headers));
  }

  @Test
  void hugeBodiesAreRefused() throws IOException {
    Browser browser = stage.browser();
    String csrf = browser.get("api/session").json().path("csrf").asString("");
    String headers =
        "Cookie: %s\r\n%s: %s\r\n"
            .formatted(browser.cookie().orElseThrow(), ApiHandler.CSRF_HEADER, csrf);

    assertThat(announce((2 << 20) + 1, "api/emit", headers)).startsWith("HTTP/1.1 413");
    assertThat(announce((4 << 10) + 1, "api/login", "")).startsWith("HTTP/1.1 413");
  }

  @Test
  void halfACharacterIsAnsweredLikeEveryOther() {
    open(settings -> settings.token(Stage.TOKEN));

    Browser.Reply reply = stage.browser().post("api/login", "{\"token\":{\"half\":\"\\ud83d\"}}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message()).contains("{\"half\":\"?\"}");
  }

  @Test
  void bodiesThatAreNoJsonAreRefusedWithoutWordsOfJackson() {
    Browser.Reply reply = stage.browser().post("api/emit", "{\"event\":[1");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message())
        .isEqualTo("the body is no JSON: Unexpected end-of-input: expected close marker for Array");
  }

  @Test
  void settingsDoNotTellTheToken() {
    DashboardSettings settings =
        new DashboardSettings(
            "127.0.0.1", 0, Stage.TOKEN, null, java.util.Set.of(), false, null, null, "");

    assertThat(settings.toString()).doesNotContain(Stage.TOKEN);
  }
}
