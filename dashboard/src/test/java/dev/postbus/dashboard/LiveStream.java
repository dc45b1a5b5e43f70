package dev.postbus.dashboard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a browser hears of server-sent events. */
final class LiveStream implements AutoCloseable {

  private final HttpResponse<InputStream> response;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private volatile boolean ended;

  private LiveStream(HttpResponse<InputStream> response) {
    this.response = response;
  }

  /** One event. */
  record Event(String name, JsonNode data) {}

  static LiveStream open(HttpClient http, HttpRequest request) {
    try {
      LiveStream stream =
          new LiveStream(http.send(request, HttpResponse.BodyHandlers.ofInputStream()));
      Thread reader = new Thread(stream::read, "test-stream");
      reader.setDaemon(true);
      reader.start();
      return stream;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  int status() {
    return response.statusCode();
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  List<Event> events() {
    return events;
  }

  List<JsonNode> of(String name) {
    return events.stream().filter(event -> event.name().equals(name)).map(Event::data).toList();
  }

  boolean hasEnded() {
    return ended;
  }

  private void read() {
    String name = "";
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          name = line.substring("event: ".length());
        } else if (line.startsWith("data: ")) {
          JsonNode data = JsonMapper.shared().readTree(line.substring("data: ".length()));
          events.add(new Event(name, data));
        }
      }
    } catch (IOException closed) {
      // Ends like the end of the stream.
    } finally {
      ended = true;
    }
  }

  @Override
  public void close() throws IOException {
    response.body().close();
  }
}
