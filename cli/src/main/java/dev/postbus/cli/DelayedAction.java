package dev.postbus.cli;

import dev.postbus.DelayedEvent;
import dev.postbus.EventFilter;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Something that is done to what waits for its time, one by one. */
abstract class DelayedAction extends SelectionAction {

  DelayedAction(Words words) {
    super(words);
  }

  /** Returns whether it can be done to this one. */
  abstract boolean applies(DelayedEvent event);

  /** Returns by which id the store knows what it is done to. */
  abstract String key(DelayedEvent event);

  /** Does it and returns whether there was still something to do it to. */
  abstract boolean act(Connected bus, String group, String key);

  /** Returns why it cannot be done to an event of which something waits. */
  abstract String refusal();

  @Override
  final Found find(Connected bus, String group, String eventId, @Nullable String handler) {
    List<DelayedEvent> waiting =
        DelayedEvents.of(bus.admin(), group, eventId).stream()
            .filter(event -> handler == null || event.handler().filter(handler::equals).isPresent())
            .toList();
    return new Found(
        waiting.stream().filter(this::applies).map(this::key).toList(),
        waiting.isEmpty()
            ? DelayedEvents.none(group, eventId)
            : "event \"%s\": %s".formatted(eventId, refusal()));
  }

  @Override
  final List<String> findAll(Connected bus, String group, EventFilter filter, int limit) {
    return Search.first(
            limit,
            (cursor, step) -> bus.admin().findDelayed(group, filter, cursor, step),
            event -> applies(event) ? Stream.of(key(event)) : Stream.empty())
        .items();
  }

  @Override
  final int atOnce() {
    return 1;
  }

  @Override
  final int act(Connected bus, String group, List<String> keys) {
    return (int) keys.stream().filter(key -> act(bus, group, key)).count();
  }

  @Override
  final String some(int count) {
    return Text.number(count) + " delayed";
  }
}
