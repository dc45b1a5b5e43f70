package dev.postbus.engine;

import dev.postbus.EventBusConfig;
import dev.postbus.EventBusListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about deliveries for handlers that this instance lacks: others of the group get them,
 * unless the handler is gone, because it was forgotten or because no live instance has advertised
 * it for long.
 */
final class MissingHandlers {

  private static final Logger log = LoggerFactory.getLogger(MissingHandlers.class);

  private final EventBusConfig config;
  private final EngineSettings settings;
  private final EventStore store;
  private final DirectoryCache directory;
  private final Settlements settlements;
  private final EventBusListener listener;

  MissingHandlers(
      EventBusConfig config,
      EngineSettings settings,
      EventStore store,
      DirectoryCache directory,
      Settlements settlements) {
    this.config = config;
    this.settings = settings;
    this.store = store;
    this.directory = directory;
    this.settlements = settlements;
    this.listener = config.listener();
  }

  /** Settles the share as soon as the store has said what is known of its handler. */
  void handBack(Delivery delivery, int number, int usedAttempts) {
    directory
        .refresh()
        .thenCompose(fresh -> verdict(fresh.find(config.group(), number), number))
        .whenComplete(
            (gone, failure) -> {
              if (delivery.lease.lost()) {
                return; // whoever has it now decides
              }
              if (failure != null) {
                log.debug(
                    "What became of handler number {} is not known now; it is asked again",
                    number,
                    failure);
              }
              if (failure == null && !gone.reason().isEmpty()) {
                settlements.add(
                    delivery.lease,
                    new Settlement.Dead(
                        delivery.id(),
                        number,
                        delivery.metadata.eventId(),
                        gone.handlerId(),
                        usedAttempts,
                        gone.reason()),
                    () ->
                        listener.onDeadLettered(
                            delivery.metadata, gone.handlerId(), usedAttempts, gone.reason()));
              } else {
                String handlerId = failure == null ? gone.handlerId() : "#" + number;
                settlements.add(
                    delivery.lease,
                    new Settlement.Again(
                        delivery.id(),
                        number,
                        settings.missingHandlerPause(),
                        usedAttempts,
                        delivery.suspect),
                    () -> listener.onHandedBack(delivery.metadata, handlerId));
              }
            });
  }

  private record Verdict(String handlerId, String reason) {}

  private CompletionStage<Verdict> verdict(@Nullable BoundHandler bound, int number) {
    if (bound == null) {
      return CompletableFuture.completedFuture(
          new Verdict(
              "#" + number, "group %s has no handler number %d".formatted(config.group(), number)));
    }
    String id = bound.binding().handlerId();
    if (bound.binding().patterns().isEmpty()) {
      return CompletableFuture.completedFuture(
          new Verdict(id, "handler %s of group %s was forgotten".formatted(id, config.group())));
    }
    return store
        .absentMillis(config.group(), id)
        .thenApply(
            absent ->
                absent <= settings.handlerGoneAfter().toMillis()
                    ? new Verdict(id, "")
                    : new Verdict(
                        id,
                        "handler %s is gone: no live instance of group %s has had it for %s; deploy one that has, and redrive"
                            .formatted(id, config.group(), settings.handlerGoneAfter())));
  }
}
