package dev.postbus.engine;

import dev.postbus.HandlerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads which handlers are bound to a group, and when they were last advertised. Thread-safe. */
final class BoundHandlers {

  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final EventStore events;
  private final AdminStore store;

  BoundHandlers(EventStore events, AdminStore store) {
    this.events = events;
    this.store = store;
  }

  /** Returns them by id, without forgotten ones. */
  List<HandlerInfo> of(String group) {
    List<HandlerBinding> bindings =
        Stages.await(events.directory(), ANSWER, "reading the directory").handlers(group).stream()
            .map(BoundHandler::binding)
            .filter(binding -> !binding.patterns().isEmpty())
            .sorted(Comparator.comparing(HandlerBinding::handlerId))
            .toList();
    if (bindings.isEmpty()) {
      return List.of();
    }
    Map<String, Long> advertised =
        store.advertised(group, bindings.stream().map(HandlerBinding::handlerId).toList());
    return bindings.stream().map(binding -> describe(binding, advertised)).toList();
  }

  private static HandlerInfo describe(HandlerBinding binding, Map<String, Long> advertised) {
    Optional<Instant> at =
        Optional.ofNullable(advertised.get(binding.handlerId())).map(Instant::ofEpochMilli);
    return new HandlerInfo(binding.handlerId(), binding.patterns(), at);
  }
}
