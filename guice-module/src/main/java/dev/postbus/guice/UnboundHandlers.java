package dev.postbus.guice;

import com.google.inject.Binding;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Provider;
import com.google.inject.TypeLiteral;
import com.google.inject.matcher.Matcher;
import com.google.inject.spi.ProviderInstanceBinding;
import com.google.inject.spi.ProviderKeyBinding;
import com.google.inject.spi.ProvisionListener;
import com.google.inject.spi.TypeEncounter;
import com.google.inject.spi.TypeListener;
import dev.postbus.engine.AnnotatedMethods;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Notices every class with handlers that Guice makes, or that a provider makes under a type that
 * does not show it. Until the handlers are known it takes notes; from then on a class that is not
 * among them cannot be made, because its handlers would never be called. Thread-safe.
 */
final class UnboundHandlers {

  private final List<Provider<Injector>> injectors = new ArrayList<>();
  private final Set<Class<?>> heard = new LinkedHashSet<>();
  private final Map<Class<?>, Key<?>> provided = new LinkedHashMap<>();
  private @Nullable Predicate<Class<?>> known;

  /** Registrations too: they tell of the injectors of private modules. */
  static Matcher<TypeLiteral<?>> madeByGuice() {
    return type ->
        type.getRawType() == SubscriberRegistration.class || AnnotatedMethods.areIn(type.getType());
  }

  static Matcher<Binding<?>> madeByProviders() {
    return binding ->
        (binding instanceof ProviderInstanceBinding || binding instanceof ProviderKeyBinding)
            && !AnnotatedMethods.areIn(binding.getKey().getTypeLiteral().getType());
  }

  TypeListener types() {
    return new TypeListener() {
      @Override
      public <I> void hear(TypeLiteral<I> type, TypeEncounter<I> encounter) {
        heard(type.getRawType(), encounter);
      }
    };
  }

  ProvisionListener provisions() {
    ClassValue<Boolean> handles =
        new ClassValue<>() {
          @Override
          protected Boolean computeValue(Class<?> type) {
            return AnnotatedMethods.areIn(type);
          }
        };
    return new ProvisionListener() {
      @Override
      public <T> void onProvision(ProvisionInvocation<T> invocation) {
        T made = invocation.provision();
        if (made != null && handles.get(made.getClass())) {
          provided(written(made.getClass()), invocation.getBinding().getKey());
        }
      }
    };
  }

  /** Returns the injectors that have handlers or registrations, also those of private modules. */
  synchronized List<Injector> injectors() {
    List<Injector> made = new ArrayList<>();
    for (Provider<Injector> provider : injectors) {
      try {
        made.add(provider.get());
      } catch (IllegalStateException neverMade) {
        continue; // a child injector whose creation failed
      }
    }
    return made;
  }

  /** Ends the notes: returns what was made so far and is not known. */
  synchronized List<String> close(Set<Class<?>> classes) {
    known = classes::contains;
    return Stream.concat(
            heard.stream().filter(type -> !classes.contains(type)).map(UnboundHandlers::unbound),
            provided.entrySet().stream()
                .filter(made -> !classes.contains(made.getKey()))
                .map(made -> hidden(made.getKey(), made.getValue())))
        .toList();
  }

  private synchronized void heard(Class<?> type, TypeEncounter<?> encounter) {
    boolean registration = type == SubscriberRegistration.class;
    if (known == null) {
      injectors.add(encounter.getProvider(Injector.class));
      if (!registration) {
        heard.add(type);
      }
    } else if (registration) {
      encounter.addError(
          "the bus has found its handlers and has started; register more in the modules of its"
              + " injector, or before the start");
    } else if (!known.test(type)) {
      encounter.addError("%s", unbound(type));
    }
  }

  private synchronized void provided(Class<?> type, Key<?> key) {
    if (known == null) {
      provided.putIfAbsent(type, key);
    } else if (!known.test(type)) {
      throw new IllegalStateException(hidden(type, key));
    }
  }

  static String unbound(Class<?> type) {
    return "%s has @Subscribe methods but the injector of the bus has no binding for it, so that they would never be called; add bind(%2$s.class) to a module, or EventBusModule.subscribers(binder()).add(%2$s.class)"
        .formatted(type.getName(), type.getSimpleName());
  }

  private static String hidden(Class<?> type, Key<?> key) {
    return "%s has @Subscribe methods but was made by the provider of %s, whose type does not show them, so that they would never be called; let the provider declare %s, or bind %3$s itself"
        .formatted(type.getName(), key, type.getSimpleName());
  }

  /** Returns the class as the user wrote it, not the subclass made to intercept its methods. */
  private static Class<?> written(Class<?> type) {
    Class<?> written = type;
    while (written.getName().contains("$$") && written.getSuperclass() != null) {
      written = written.getSuperclass();
    }
    return written;
  }
}
