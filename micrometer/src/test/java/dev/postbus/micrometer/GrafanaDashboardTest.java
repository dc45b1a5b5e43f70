package dev.postbus.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postbus.Backoff;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.SubscribeOptions;
import dev.postbus.local.LocalEventBus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard asks for nothing that a scrape does not show, and for everything that it does. */
@Timeout(60)
class GrafanaDashboardTest {

  private static final Pattern METRIC = Pattern.compile("postbus_\\w+");
  private static final Pattern SELECTOR = Pattern.compile("(postbus_\\w+)\\{([^}]*)}");
  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*=~?\\s*\"([^\"]*)\"");
  private static final Pattern BY = Pattern.compile("by \\(([^)]*)\\)");

  private final JsonNode dashboard =
      JsonMapper.builder().build().readTree(Path.of("../docs/grafana-dashboard.json").toFile());

  private List<String> queries() {
    List<String> queries = new ArrayList<>();
    for (JsonNode panel : dashboard.get("panels")) {
      for (JsonNode target : panel.path("targets")) {
        queries.add(target.get("expr").asString());
      }
    }
    for (JsonNode variable : dashboard.get("templating").get("list")) {
      if (variable.get("type").asString().equals("query")) {
        queries.add(variable.get("definition").asString());
      }
    }
    return queries;
  }

  /** Returns the names and values of labels that a scrape shows, by metric. */
  private static Map<String, Map<String, Set<String>>> shown() {
    try (Scrape scrape = new Scrape();
        PostbusMetrics metrics = PostbusMetrics.of(scrape.registry);
        EventBus bus =
            LocalEventBus.create(
                metrics.instrument(
                    EventBusConfig.builder().group("shop").backoff(Backoff.none()).build()))) {
      bus.start();
      bus.subscribe(
          "order.created",
          Map.class,
          SubscribeOptions.builder().id("flaky").attempts(2).build(),
          (order, context) -> {
            if (context.attempt() == 1 || order.containsKey("bad")) {
              throw new IllegalStateException("no luck");
            }
          });
      metrics.watch(bus);
      bus.emit("order.created", Map.of("number", 1));
      bus.emit("order.created", Map.of("bad", true));
      Map<String, Map<String, Set<String>>> shown = new TreeMap<>();
      await()
          .untilAsserted(
              () -> {
                scrape.samples().forEach(sample -> collect(sample, shown));
                assertThat(shown)
                    .containsKeys(
                        "postbus_queue_oldest_age_seconds", "postbus_process_seconds_count");
                assertThat(shown.get("postbus_process_seconds_count").get("outcome"))
                    .containsExactlyInAnyOrder("success", "retry", "dead");
              });
      return shown;
    }
  }

  private static void collect(Scrape.Sample sample, Map<String, Map<String, Set<String>>> shown) {
    Map<String, Set<String>> labels = shown.computeIfAbsent(sample.name(), name -> new TreeMap<>());
    sample
        .labels()
        .forEach((name, value) -> labels.computeIfAbsent(name, any -> new TreeSet<>()).add(value));
  }

  @Test
  void everyMetricAndLabelItAsksForIsShownAndEveryMeterIsAskedFor() {
    Map<String, Map<String, Set<String>>> shown = shown();
    Set<String> asked = new TreeSet<>();

    for (String query : queries()) {
      Set<String> labels = new HashSet<>();
      Matcher metric = METRIC.matcher(query);
      while (metric.find()) {
        assertThat(shown).as(query).containsKey(metric.group());
        labels.addAll(shown.get(metric.group()).keySet());
        asked.add(meterOf(metric.group()));
      }
      Matcher by = BY.matcher(query);
      while (by.find()) {
        assertThat(labels).as(query).contains(by.group(1).split(", "));
      }
      checkSelectors(query, shown);
    }

    assertThat(asked)
        .isEqualTo(
            new TreeSet<>(shown.keySet().stream().map(GrafanaDashboardTest::meterOf).toList()));
  }

  private static void checkSelectors(String query, Map<String, Map<String, Set<String>>> shown) {
    Matcher selector = SELECTOR.matcher(query);
    while (selector.find()) {
      Map<String, Set<String>> labels = shown.get(selector.group(1));
      Matcher label = LABEL.matcher(selector.group(2));
      while (label.find()) {
        assertThat(labels).as(query).containsKey(label.group(1));
        if (label.group(1).equals("state")) {
          assertThat(labels.get("state")).as(query).contains(label.group(2));
        }
      }
    }
  }

  private static String meterOf(String metric) {
    return metric.replaceFirst("_(seconds|total).*$", "");
  }

  @Test
  void panelsHaveTitlesAndUnitsAndDoNotOverlap() {
    List<int[]> places = new ArrayList<>();
    Set<Integer> ids = new HashSet<>();
    for (JsonNode panel : dashboard.get("panels")) {
      assertThat(panel.get("title").asString()).isNotBlank();
      assertThat(ids.add(panel.get("id").asInt())).isTrue();
      JsonNode at = panel.get("gridPos");
      int[] place = {
        at.get("x").asInt(), at.get("y").asInt(), at.get("w").asInt(), at.get("h").asInt()
      };
      assertThat(place[0] + place[2]).isLessThanOrEqualTo(24);
      assertThat(places).noneMatch(other -> overlap(place, other));
      places.add(place);
      if (!panel.get("type").asString().equals("row")) {
        assertThat(panel.get("description").asString()).isNotBlank();
        assertThat(panel.get("fieldConfig").get("defaults").get("unit").asString()).isNotBlank();
        assertThat(panel.get("datasource").get("uid").asString()).isEqualTo("${datasource}");
      }
    }
  }

  private static boolean overlap(int[] one, int[] other) {
    return one[0] < other[0] + other[2]
        && other[0] < one[0] + one[2]
        && one[1] < other[1] + other[3]
        && other[1] < one[1] + one[3];
  }
}
