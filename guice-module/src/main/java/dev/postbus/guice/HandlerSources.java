package dev.postbus.guice;

import com.google.inject.Binding;
import com.google.inject.Injector;
import com.google.inject.multibindings.MapBinderBinding;
import com.google.inject.multibindings.MultibinderBinding;
import com.google.inject.multibindings.MultibindingsTargetVisitor;
import com.google.inject.multibindings.OptionalBinderBinding;
import com.google.inject.spi.ConstructorBinding;
import com.google.inject.spi.DefaultBindingTargetVisitor;
import dev.postbus.engine.AnnotatedMethods;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the bindings of some injectors give, each source once however many bindings lead to it.
 * Looking makes no objects.
 */
final class HandlerSources {

  private final List<HandlerSource> registered = new ArrayList<>();
  private final List<HandlerSource> bound = new ArrayList<>();

  // By identity: bindings of two private modules may be equal and give different objects.
  private final Set<Binding<?>> registeredOwners = newIdentitySet();
  private final Set<Binding<?>> boundOwners = newIdentitySet();
  private final Set<Binding<?>> replaced = newIdentitySet();
  private final Set<Class<?>> classes = new HashSet<>();
  private final Set<Class<?>> unbound = new LinkedHashSet<>();

  private HandlerSources() {}

  private static Set<Binding<?>> newIdentitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  static HandlerSources in(Collection<Injector> injectors) {
    HandlerSources sources = new HandlerSources();
    injectors.forEach(sources::noteReplaced);
    injectors.forEach(sources::addBindings);
    sources.bound.removeIf(source -> sources.registeredOwners.contains(source.owner()));
    injectors.forEach(sources::noteUnbound);
    return sources;
  }

  /** Returns what was registered explicitly. */
  List<HandlerSource> registered() {
    return registered;
  }

  /** Returns everything else that is bound, with handlers or without. */
  List<HandlerSource> bound() {
    return bound;
  }

  /** Returns the classes of all of them, and those that a binding names without ever making one. */
  Set<Class<?>> classes() {
    return classes;
  }

  /** Returns the classes with handlers that Guice would make without a binding of their own. */
  Set<Class<?>> unbound() {
    return unbound;
  }

  boolean anyHandlers() {
    return withHandlers().findAny().isPresent();
  }

  void makeSingletons() {
    withHandlers().filter(HandlerSource::isSingleton).forEach(HandlerSource::get);
  }

  private Stream<HandlerSource> withHandlers() {
    return Stream.concat(registered.stream(), bound.stream())
        .filter(source -> AnnotatedMethods.areIn(source.type()));
  }

  /** An OptionalBinder keeps the binding of a default that was replaced. */
  private void noteReplaced(Injector injector) {
    for (Binding<?> binding : injector.getBindings().values()) {
      Binding<?> unused = binding.acceptTargetVisitor(new ReplacedDefault());
      if (unused != null) {
        replaced.add(unused);
      }
    }
  }

  private void addBindings(Injector injector) {
    for (Binding<?> binding : injector.getBindings().values()) {
      HandlerSource.of(binding, injector)
          .ifPresent(source -> add(source, replaced.contains(binding)));
    }
  }

  private void add(HandlerSource source, boolean isReplaced) {
    classes.add(source.rawType());
    if (source.registration().isPresent()) {
      Injector injector = source.injector();
      HandlerSource.of(injector.getBinding(source.registration().get().key()), injector)
          .ifPresent(
              named -> {
                classes.add(named.rawType());
                if (registeredOwners.add(named.owner())) {
                  registered.add(named);
                }
              });
    } else if (!isReplaced && boundOwners.add(source.owner())) {
      bound.add(source);
    }
  }

  private void noteUnbound(Injector injector) {
    for (Binding<?> binding : injector.getAllBindings().values()) {
      if (binding instanceof ConstructorBinding<?> constructed
          && !injector.getBindings().containsKey(binding.getKey())) {
        Class<?> type = constructed.getConstructor().getDeclaringType().getRawType();
        if (!classes.contains(type) && AnnotatedMethods.areIn(type)) {
          unbound.add(type);
        }
      }
    }
  }

  /** Finds the default binding that another one has replaced. */
  private static final class ReplacedDefault
      extends DefaultBindingTargetVisitor<Object, @Nullable Binding<?>>
      implements MultibindingsTargetVisitor<Object, @Nullable Binding<?>> {

    @Override
    public @Nullable Binding<?> visit(OptionalBinderBinding<?> binding) {
      return binding.getActualBinding() == null ? null : binding.getDefaultBinding();
    }

    @Override
    public @Nullable Binding<?> visit(MultibinderBinding<?> binding) {
      return null;
    }

    @Override
    public @Nullable Binding<?> visit(MapBinderBinding<?> binding) {
      return null;
    }

    @Override
    protected @Nullable Binding<?> visitOther(Binding<?> binding) {
      return null;
    }
  }
}
