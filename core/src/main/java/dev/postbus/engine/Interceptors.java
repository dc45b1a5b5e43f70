package dev.postbus.engine;

import dev.postbus.EmitOptions;
import dev.postbus.EmitReceipt;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusInterceptor;
import dev.postbus.EventBusInterceptor.AroundEmit;
import dev.postbus.EventBusInterceptor.AroundHandle;
import dev.postbus.EventContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the interceptors of a bus, the outermost first and at the end last, and keeps from the bus
 * whatever they do wrong. Immutable.
 */
final class Interceptors {

  private static final Logger log = LoggerFactory.getLogger(Interceptors.class);

  private final List<EventBusInterceptor> all;
  private final FaultLog faults;

  private Interceptors(List<EventBusInterceptor> all, FaultLog faults) {
    this.all = all;
    this.faults = faults;
  }

  static Interceptors of(EventBusConfig config, EngineTime time) {
    return new Interceptors(config.interceptors(), new FaultLog(log, "interceptor", time));
  }

  AroundEmit aroundEmit(String event, EmitOptions options) {
    List<AroundEmit> parts =
        parts(interceptor -> interceptor.aroundEmit(event, options), AroundEmit.NONE);
    return parts.isEmpty() ? AroundEmit.NONE : new SafeEmit(parts);
  }

  AroundHandle aroundHandle(String handler, EventContext context) {
    if (all.isEmpty()) {
      return AroundHandle.NONE;
    }
    List<AroundHandle> parts = new ArrayList<>(all.size());
    onThreadOfHandler(
        () ->
            parts.addAll(
                parts(
                    interceptor -> interceptor.aroundHandle(handler, context), AroundHandle.NONE)));
    return parts.isEmpty() ? AroundHandle.NONE : new SafeHandle(parts);
  }

  private <T> List<T> parts(Function<EventBusInterceptor, T> begin, T none) {
    if (all.isEmpty()) {
      return List.of();
    }
    List<T> parts = new ArrayList<>(all.size());
    for (EventBusInterceptor interceptor : all) {
      call(
          () -> {
            T part = begin.apply(interceptor);
            if (part == null) {
              throw new IllegalStateException(
                  "%s returned null; return NONE when there is nothing to do"
                      .formatted(interceptor.getClass().getName()));
            }
            if (part != none) {
              parts.add(part);
            }
          });
    }
    return parts;
  }

  /** Returns the options with the headers that interceptors add to them. */
  EmitOptions withHeaders(EmitOptions options, AroundEmit around) {
    Map<String, String> added = around.headers();
    if (added.isEmpty()) {
      return options;
    }
    EmitOptions.Builder builder = options.toBuilder();
    added.forEach(
        (name, value) -> {
          if (!options.headers().containsKey(name)) {
            call(() -> builder.header(name, value));
          }
        });
    return builder.build();
  }

  private void call(Runnable step) {
    try {
      step.run();
    } catch (Throwable failure) { // whatever it is, an interceptor is no part of the delivery
      faults.failed(failure);
    }
  }

  private <T> void eachFromWithin(List<T> parts, java.util.function.Consumer<T> step) {
    for (int i = parts.size() - 1; i >= 0; i--) {
      T part = parts.get(i);
      call(() -> step.accept(part));
    }
  }

  /** An interrupt that an interceptor leaves behind would hit the handler, or the next one. */
  private static void onThreadOfHandler(Runnable step) {
    boolean interruptedBefore = Thread.currentThread().isInterrupted();
    step.run();
    if (!interruptedBefore) {
      Thread.interrupted();
    }
  }

  private final class SafeEmit implements AroundEmit {

    private final List<AroundEmit> parts;

    SafeEmit(List<AroundEmit> parts) {
      this.parts = parts;
    }

    @Override
    public Map<String, String> headers() {
      Map<String, String> headers = new LinkedHashMap<>();
      for (AroundEmit part : parts) {
        call(() -> part.headers().forEach(headers::putIfAbsent));
      }
      return headers;
    }

    @Override
    public void emitted(EmitReceipt receipt) {
      eachFromWithin(parts, part -> part.emitted(receipt));
    }

    @Override
    public void failed(Throwable failure) {
      eachFromWithin(parts, part -> part.failed(failure));
    }
  }

  private final class SafeHandle implements AroundHandle {

    private final List<AroundHandle> parts;

    SafeHandle(List<AroundHandle> parts) {
      this.parts = parts;
    }

    @Override
    public void returned() {
      onThreadOfHandler(() -> eachFromWithin(parts, AroundHandle::returned));
    }

    @Override
    public void handled() {
      onThreadOfHandler(() -> eachFromWithin(parts, AroundHandle::handled));
    }

    @Override
    public void failed(Throwable failure) {
      onThreadOfHandler(() -> eachFromWithin(parts, part -> part.failed(failure)));
    }
  }
}
