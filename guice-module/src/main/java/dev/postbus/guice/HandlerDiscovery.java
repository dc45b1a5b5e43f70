package dev.postbus.guice;

import com.google.inject.Injector;
import com.google.inject.Provider;
import com.google.inject.spi.ExposedBinding;
import dev.postbus.engine.AnnotatedMethods;
import dev.postbus.engine.HandlerMethod;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the handlers among the bindings of an injector. */
final class HandlerDiscovery {

  private final Provider<Injector> injector;
  private final UnboundHandlers unbound;
  private final GroupCheck groupCheck;

  HandlerDiscovery(Provider<Injector> injector, UnboundHandlers unbound, GroupCheck groupCheck) {
    this.injector = injector;
    this.unbound = unbound;
    this.groupCheck = groupCheck;
  }

  /**
   * Returns all handlers, and has made the singletons among their objects.
   *
   * @throws IllegalArgumentException naming all faults; then no object was made
   */
  List<HandlerMethod> discover() {
    HandlerSources sources = HandlerSources.in(injectors());
    AnnotatedMethods methods = new AnnotatedMethods();
    sources.registered().forEach(source -> methods.add(source.type(), source::get));
    sources.bound().forEach(source -> methods.addIfAny(source.type(), source::get));
    Set<String> faults = new LinkedHashSet<>(unbound.close(sources.classes()));
    sources.unbound().forEach(type -> faults.add(UnboundHandlers.unbound(type)));
    faults.forEach(methods::addFault);
    if (sources.anyHandlers()) {
      groupCheck.fault().ifPresent(methods::addFault);
    }
    List<HandlerMethod> handlers = methods.find();
    sources.makeSingletons();
    return handlers;
  }

  /** Returns whether there is something to discover; makes no object and reports no fault. */
  boolean anyHandlers() {
    return HandlerSources.in(injectors()).anyHandlers();
  }

  /** The injector with its private modules, those above it, and where else handlers are made. */
  private Set<Injector> injectors() {
    Set<Injector> all = new LinkedHashSet<>();
    Injector own = injector.get();
    addWithPrivateModules(own, all);
    for (Injector above = own.getParent(); above != null; above = above.getParent()) {
      all.add(above);
    }
    all.addAll(unbound.injectors());
    return all;
  }

  private static void addWithPrivateModules(Injector added, Set<Injector> all) {
    if (all.add(added)) {
      added.getBindings().values().stream()
          .filter(ExposedBinding.class::isInstance)
          .map(binding -> ((ExposedBinding<?>) binding).getPrivateElements().getInjector())
          .forEach(inside -> addWithPrivateModules(inside, all));
    }
  }
}
