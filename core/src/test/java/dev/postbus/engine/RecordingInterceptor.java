package dev.postbus.engine;

import dev.postbus.EmitOptions;
import dev.postbus.EmitReceipt;
import dev.postbus.EventBusInterceptor;
import dev.postbus.EventContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers in words how it was called. */
final class RecordingInterceptor implements EventBusInterceptor {

  final List<String> heard;
  final Map<String, String> headers = new LinkedHashMap<>();
  private final String name;

  /** What else it does whenever it is called. */
  volatile Runnable misdeed = () -> {};

  RecordingInterceptor(String name) {
    this(name, new CopyOnWriteArrayList<>());
  }

  RecordingInterceptor(String name, List<String> heard) {
    this.name = name;
    this.heard = heard;
  }

  private void hear(String text, Object... arguments) {
    heard.add(name + ": " + text.formatted(arguments));
    misdeed.run();
  }

  @Override
  public AroundEmit aroundEmit(String event, EmitOptions options) {
    hear("emitting %s", event);
    return new AroundEmit() {
      @Override
      public Map<String, String> headers() {
        hear("headers");
        return headers;
      }

      @Override
      public void emitted(EmitReceipt receipt) {
        hear("emitted %s to %d", receipt.eventId(), receipt.groups());
      }

      @Override
      public void failed(Throwable failure) {
        hear("failed with %s", failure.getClass().getSimpleName());
      }
    };
  }

  @Override
  public AroundHandle aroundHandle(String handler, EventContext context) {
    hear("handling %s %s %d", context.metadata().eventId(), handler, context.attempt());
    return new AroundHandle() {
      @Override
      public void returned() {
        hear("returned");
      }

      @Override
      public void handled() {
        hear("handled");
      }

      @Override
      public void failed(Throwable failure) {
        hear("failed with %s", failure.getClass().getSimpleName());
      }
    };
  }
}
