package dev.postbus.cli;

import dev.postbus.DeadLetter;
import dev.postbus.EventFilter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Something that is done to dead letters. */
abstract class DeadAction extends SelectionAction {

  DeadAction(Words words) {
    super(words);
  }

  @Override
  final Found find(Connected bus, String group, String eventId, @Nullable String handler) {
    return new Found(
        DeadLetters.of(bus.admin(), group, eventId, handler).stream().map(DeadLetter::key).toList(),
        DeadLetters.none(group, eventId, handler));
  }

  /** The newest come first when one searches; handlers get again first what failed first. */
  @Override
  final List<String> findAll(Connected bus, String group, EventFilter filter, int limit) {
    List<String> keys =
        new ArrayList<>(
            Search.first(
                    limit,
                    (cursor, step) -> bus.admin().findDeadLetters(group, filter, cursor, step),
                    letter -> Stream.of(letter.key()))
                .items());
    Collections.reverse(keys);
    return keys;
  }

  @Override
  final int atOnce() {
    return 500;
  }

  @Override
  final String some(int count) {
    return Text.count(count, "dead letter");
  }
}
