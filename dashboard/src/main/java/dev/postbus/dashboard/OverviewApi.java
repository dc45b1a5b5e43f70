package dev.postbus.dashboard;

import dev.postbus.EventQueue;
import java.time.Clock;
import java.util.List;

/** Counts, charts, and the stream that keeps them fresh: all from memory. */
final class OverviewApi {

  private final Sampler sampler;
  private final Streams streams;
  private final Clock clock;

  OverviewApi(Sampler sampler, Streams streams, Clock clock) {
    this.sampler = sampler;
    this.streams = streams;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get("overview", call -> Answer.ok(sampler.overview())),
        Route.get("history", this::history),
        Route.get(
            "history/groups", call -> Answer.ok(sampler.history().sparklines(clock.millis()))),
        Route.get("stream", this::stream));
  }

  private Answer history(Call call) {
    String group = call.query("group").orElse(null);
    EventQueue queue = call.queue().orElse(null);
    if (group != null && !sampler.history().knows(group)) {
      throw ApiError.notFound("nothing is known of the group \"%s\"".formatted(group));
    }
    return Answer.ok(sampler.history().columns(group, queue, clock.millis()));
  }

  private Answer stream(Call call) {
    EventStream stream = streams.open(call.login(), closed -> {});
    stream.send(EventStream.event("overview", sampler.overview()));
    return Answer.stream(stream);
  }
}
