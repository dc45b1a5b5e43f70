package dev.postbus.engine;

import dev.postbus.Backoff;
import dev.postbus.EventContext;
import dev.postbus.EventPattern;
import dev.postbus.EventType;
import dev.postbus.Subscribe;
import dev.postbus.SubscribeOptions;
import java.lang.annotation.Annotation;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one annotated method and says everything that is wrong with it, not only the first. */
final class HandlerMethodReader {

  private final Method method;
  private final HandlerMethodTypes types;
  private final List<String> faults = new ArrayList<>();
  private @Nullable Type payload;
  private @Nullable String id;

  HandlerMethodReader(Method method, HandlerMethodTypes types) {
    this.method = method;
    this.types = types;
  }

  /** Returns the handler; empty when {@link #faults()} say why not. */
  Optional<HandlerMethod> read(Supplier<?> instance) {
    if (!AnnotatedMethodsLookup.isOurs(method)) {
      AnnotatedMethodsLookup.foreign(method).ifPresent(this::foreignAnnotation);
      return Optional.empty();
    }
    Subscribe subscribe = method.getAnnotation(Subscribe.class);
    checkModifiers();
    checkParameters();
    checkReturnType();
    List<String> patterns = patterns(subscribe);
    id = subscribe.id().isEmpty() ? defaultId() : subscribe.id();
    SubscribeOptions options = options(subscribe, id);
    open();
    return faults.isEmpty() && payload != null
        ? Optional.of(
            new HandlerMethod(
                id,
                patterns,
                payload,
                options,
                method.getReturnType() != void.class,
                new HandlerMethodInvoker(instance, method)))
        : Optional.empty();
  }

  /** Returns one sentence each, with the remedy; they do not name the method. */
  List<String> faults() {
    return faults;
  }

  /** Returns the id the method has, even when something else is wrong with it. */
  Optional<String> id() {
    return Optional.ofNullable(id);
  }

  /** Returns class, method and parameters as one writes them. */
  static String describe(Method method) {
    return method.getDeclaringClass().getName()
        + "."
        + method.getName()
        + Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", ", "(", ")"));
  }

  private void foreignAnnotation(Class<? extends Annotation> type) {
    faults.add(
        "its @Subscribe is %s, which this bus does not know: did you import the wrong Subscribe? import %s"
            .formatted(type.getName(), Subscribe.class.getName()));
  }

  private void checkModifiers() {
    if (Modifier.isStatic(method.getModifiers())) {
      faults.add("it is static; make it an instance method");
    }
    if (Modifier.isAbstract(method.getModifiers())) {
      faults.add("it is abstract; put @Subscribe on the method that implements it");
    }
  }

  private void checkParameters() {
    Class<?>[] given = method.getParameterTypes();
    if (given.length == 0 || given.length > 2) {
      faults.add(
          "it takes %s; take the payload and, if you like, an EventContext after it"
              .formatted(given.length == 0 ? "no parameter" : given.length + " parameters"));
    } else if (given[0] == EventContext.class) {
      faults.add(
          given.length == 1
              ? "it takes an EventContext alone; take the payload before it"
              : "its first parameter is the EventContext; put the payload first");
    } else {
      if (given.length == 2 && given[1] != EventContext.class) {
        faults.add(
            "its second parameter is %s; only an EventContext may follow the payload"
                .formatted(given[1].getSimpleName()));
      }
      readPayload(given[0]);
    }
  }

  private void readPayload(Class<?> given) {
    Type resolved = types.resolve(method.getGenericParameterTypes()[0]);
    if (given.isPrimitive()) {
      faults.add(
          "its payload is the primitive %s; take a record, or its box".formatted(given.getName()));
    } else if (given == Void.class) {
      faults.add("its payload is Void, and an event always has a payload; take its type");
    } else if (HandlerMethodTypes.isOpen(resolved)) {
      faults.add(
          "its payload %s is not known here; give the type variable a class where the type is extended or bound"
              .formatted(resolved.getTypeName()));
    } else {
      payload = resolved;
    }
  }

  private void checkReturnType() {
    Class<?> returned = method.getReturnType();
    if (returned != void.class && !CompletionStage.class.isAssignableFrom(returned)) {
      faults.add(
          "it returns %s, which nobody would see; return void or a CompletionStage"
              .formatted(returned.getSimpleName()));
    }
  }

  private List<String> patterns(Subscribe subscribe) {
    List<String> patterns = new ArrayList<>();
    for (String pattern : subscribe.value()) {
      attempt(() -> patterns.add(EventPattern.of(pattern).toString()));
    }
    if (subscribe.value().length == 0 && payload != null) {
      Class<?> type = HandlerMethodTypes.raw(payload);
      if (type.isAnnotationPresent(EventType.class)) {
        attempt(() -> patterns.add(EventPattern.of(type).toString()));
      } else {
        faults.add(
            "it names no event and its payload %s has no @EventType; write @Subscribe(\"order.created\"), or annotate the payload type"
                .formatted(type.getSimpleName()));
      }
    }
    return patterns.stream().distinct().toList();
  }

  private String defaultId() {
    return "%s.%s(%s)"
        .formatted(
            method.getDeclaringClass().getSimpleName(),
            method.getName(),
            Arrays.stream(method.getGenericParameterTypes())
                .limit(1)
                .map(type -> HandlerMethodTypes.raw(types.resolve(type)).getSimpleName())
                .collect(Collectors.joining()));
  }

  private SubscribeOptions options(Subscribe subscribe, String handlerId) {
    SubscribeOptions.Builder options = SubscribeOptions.builder();
    if (subscribe.id().isEmpty() && method.getDeclaringClass().isAnonymousClass()) {
      faults.add("its class is anonymous and so has no stable name; set @Subscribe(id = \"...\")");
    } else {
      attempt(() -> options.id(handlerId));
    }
    if (subscribe.attempts() < 0) {
      faults.add(
          "attempts is %d; it must be at least 1, or 0 for the default of the queue"
              .formatted(subscribe.attempts()));
    } else if (subscribe.attempts() > 0) {
      options.attempts(subscribe.attempts());
    }
    if (!subscribe.backoff().isEmpty()) {
      attempt(() -> options.backoff(Backoff.parse(subscribe.backoff())));
    }
    if (!subscribe.timeout().isEmpty()) {
      attempt(() -> options.timeout(subscribe.timeout()));
    }
    return options.build();
  }

  private void open() {
    try {
      method.setAccessible(true);
    } catch (InaccessibleObjectException closed) {
      faults.add(
          "its module keeps it closed; open the package %s to %s"
              .formatted(
                  method.getDeclaringClass().getPackageName(),
                  HandlerMethodReader.class.getModule().isNamed()
                      ? HandlerMethodReader.class.getModule().getName()
                      : "the unnamed module"));
    }
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (IllegalArgumentException bad) {
      faults.add(String.valueOf(bad.getMessage()));
    }
  }
}
