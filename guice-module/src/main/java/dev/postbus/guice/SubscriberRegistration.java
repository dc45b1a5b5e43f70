package dev.postbus.guice;

import com.google.inject.Key;

/**
 * Says, as a binding of its own, that a key has handlers. Equal ones are bound once.
 *
 * @param <T> tells the keys of registrations apart
 */
record SubscriberRegistration<T>(Key<T> key) {}
