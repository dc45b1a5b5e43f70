package dev.postbus.dashboard;

import dev.postbus.EventPattern;
import dev.postbus.HandledEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The stream of what is handled right now. */
final class TailApi {

  private final Tails tails;
  private final Streams streams;
  private final EventItems items;

  TailApi(Tails tails, Streams streams, EventItems items) {
    this.tails = tails;
    this.streams = streams;
    this.items = items;
  }

  List<Route> routes() {
    return List.of(Route.get("tail", this::tail));
  }

  private record Skipped(long count) {}

  private Answer tail(Call call) {
    String pattern = call.query("pattern").orElse("**");
    EventPattern.of(pattern);
    Optional<String> group = call.query("group");
    EventStream stream = streams.open(call.login(), tails::leave);
    try {
      tails.join(
          pattern,
          stream,
          handled -> {
            if (handled.leftOut() > 0) {
              stream.send(EventStream.event("skipped", new Skipped(handled.leftOut())));
            }
            if (group.isEmpty() || group.get().equals(handled.group())) {
              stream.send(EventStream.event("handled", item(handled)));
            }
          });
    } catch (RuntimeException failure) {
      stream.abandon();
      throw failure;
    }
    return Answer.stream(stream);
  }

  private Map<String, @Nullable Object> item(HandledEvent handled) {
    Map<String, @Nullable Object> item = items.handled(handled);
    item.put("group", handled.group());
    item.put("handler", handled.handler());
    item.put("attempt", handled.attempt());
    item.put("outcome", handled.outcome());
    item.put("tookMs", handled.took().toNanos() / (double) TimeUnit.MILLISECONDS.toNanos(1));
    item.put("instance", handled.instance());
    return item;
  }
}
