package dev.postbus.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A registry behind a real HTTP server, scraped and read as Prometheus does. */
final class Scrape implements AutoCloseable {

  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** One line. */
  record Sample(String name, Map<String, String> labels, double value) {

    boolean has(String... labelsAndValues) {
      for (int i = 0; i < labelsAndValues.length; i += 2) {
        if (!labelsAndValues[i + 1].equals(labels.get(labelsAndValues[i]))) {
          return false;
        }
      }
      return true;
    }
  }

  final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server;

  Scrape() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/metrics",
        exchange -> {
          byte[] body = registry.scrape().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
          exchange.sendResponseHeaders(200, body.length);
          try (exchange) {
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  String text() {
    URI metrics =
        URI.create(
            "http://%s:%d/metrics"
                .formatted(
                    server.getAddress().getAddress().getHostAddress(),
                    server.getAddress().getPort()));
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  List<Sample> samples() {
    return text().lines().filter(line -> !line.startsWith("#")).map(Scrape::read).toList();
  }

  private static Sample read(String line) {
    Matcher matcher = LINE.matcher(line);
    assertThat(matcher.matches()).as(line).isTrue();
    Map<String, String> labels = new TreeMap<>();
    if (matcher.group(2) != null) {
      Matcher label = LABEL.matcher(matcher.group(2));
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
    }
    return new Sample(matcher.group(1), labels, Double.parseDouble(matcher.group(3)));
  }

  /** Returns the one value with this name and these labels, maybe among others. */
  double value(String name, String... labelsAndValues) {
    List<Sample> found =
        samples().stream()
            .filter(sample -> sample.name().equals(name) && sample.has(labelsAndValues))
            .toList();
    assertThat(found).as("%s%s", name, List.of(labelsAndValues)).hasSize(1);
    return found.get(0).value();
  }

  /** Returns the values of a label of the metrics with this name. */
  List<String> labels(String name, String label) {
    return samples().stream()
        .filter(sample -> sample.name().equals(name))
        .map(sample -> sample.labels().getOrDefault(label, ""))
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
    registry.close();
  }
}
