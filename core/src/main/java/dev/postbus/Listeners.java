package dev.postbus;

import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Several listeners as one; what they throw is thrown when all have been told. */
record Listeners(List<EventBusListener> all) implements EventBusListener {

  static EventBusListener of(EventBusListener... listeners) {
    List<EventBusListener> all = new ArrayList<>();
    for (EventBusListener listener : Checks.notNull("listeners", listeners)) {
      if (Checks.notNull("listener", listener) instanceof Listeners several) {
        all.addAll(several.all);
      } else {
        all.add(listener);
      }
    }
    return all.size() == 1 ? all.get(0) : new Listeners(List.copyOf(all));
  }

  private void each(Consumer<EventBusListener> notification) {
    @Nullable Throwable thrown = null;
    for (EventBusListener listener : all) {
      try {
        notification.accept(listener);
      } catch (Throwable failure) { // other languages throw checked exceptions undeclared
        if (thrown == null) {
          thrown = failure;
        } else if (thrown != failure) {
          thrown.addSuppressed(failure);
        }
      }
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown != null) {
      throw new UndeclaredThrowableException(thrown);
    }
  }

  @Override
  public void onEmitted(EventMetadata event, int groups) {
    each(listener -> listener.onEmitted(event, groups));
  }

  @Override
  public void onDuplicate(EventMetadata event) {
    each(listener -> listener.onDuplicate(event));
  }

  @Override
  public void onClaimed(EventMetadata event, String handler, int attempt) {
    each(listener -> listener.onClaimed(event, handler, attempt));
  }

  @Override
  public void onStarted(EventMetadata event, String handler, int attempt) {
    each(listener -> listener.onStarted(event, handler, attempt));
  }

  @Override
  public void onHandled(EventMetadata event, String handler, int attempt, Duration took) {
    each(listener -> listener.onHandled(event, handler, attempt, took));
  }

  @Override
  public void onRetried(
      EventMetadata event, String handler, int attempt, Duration delay, String reason) {
    each(listener -> listener.onRetried(event, handler, attempt, delay, reason));
  }

  @Override
  public void onDeadLettered(EventMetadata event, String handler, int attempts, String reason) {
    each(listener -> listener.onDeadLettered(event, handler, attempts, reason));
  }

  @Override
  public void onHandedBack(EventMetadata event, String handler) {
    each(listener -> listener.onHandedBack(event, handler));
  }

  @Override
  public void onRecovered(String group, int deliveries) {
    each(listener -> listener.onRecovered(group, deliveries));
  }

  @Override
  public void onLeaseLost(String group) {
    each(listener -> listener.onLeaseLost(group));
  }

  @Override
  public void onDropped(String group, int deadLetters) {
    each(listener -> listener.onDropped(group, deadLetters));
  }

  @Override
  public void onPaused(String group, EventQueue queue, boolean paused) {
    each(listener -> listener.onPaused(group, queue, paused));
  }

  @Override
  public void onLoopReplaced(String group, String reason) {
    each(listener -> listener.onLoopReplaced(group, reason));
  }

  @Override
  public void onStoreAvailable(boolean available) {
    each(listener -> listener.onStoreAvailable(available));
  }

  @Override
  public void onStoreFailed(String problem) {
    each(listener -> listener.onStoreFailed(problem));
  }
}
