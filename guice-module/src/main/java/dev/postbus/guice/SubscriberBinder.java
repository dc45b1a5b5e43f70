package dev.postbus.guice;

import com.google.inject.Binder;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import com.google.inject.util.Types;

/**
 * Registers classes with handlers by name, where they are not bound anyway; get one from {@link
 * EventBusModule#subscribers}. Registering a class twice, or one that is bound as well, does no
 * harm; one without a handler fails the start. Not thread-safe.
 */
public final class SubscriberBinder {

  private final Binder binder;

  SubscriberBinder(Binder binder) {
    this.binder = binder.skipSources(SubscriberBinder.class, EventBusModule.class);
  }

  /** Registers a class. Guice makes it as it is bound, or just in time for every event. */
  public SubscriberBinder add(Class<?> type) {
    return add(Key.get(type));
  }

  /** Registers a type with its type arguments. */
  public SubscriberBinder add(TypeLiteral<?> type) {
    return add(Key.get(type));
  }

  /** Registers what is bound to the key. */
  public <T> SubscriberBinder add(Key<T> key) {
    binder.getProvider(key); // that it cannot be made is said when the injector is created
    @SuppressWarnings("unchecked") // the type argument of the registration is the type of the key
    Key<SubscriberRegistration<T>> registration =
        (Key<SubscriberRegistration<T>>)
            key.ofType(
                Types.newParameterizedType(
                    SubscriberRegistration.class, key.getTypeLiteral().getType()));
    binder.bind(registration).toInstance(new SubscriberRegistration<>(key));
    return this;
  }
}
