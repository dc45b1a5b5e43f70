package dev.postbus.engine;

import dev.postbus.EventQueue;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the claim loop knows of the queues: which may hold something to claim, and which of the
 * others the store will signal. A queue without a promise is armed as soon as it has room, so that
 * nothing that comes in goes unnoticed. Thread-safe.
 */
final class QueueSignals {

  /** Guarded by this: may hold something to claim. */
  private final Set<EventQueue> promising = EnumSet.allOf(EventQueue.class);

  /** Guarded by this: the store will signal them. */
  private final Set<EventQueue> armed = EnumSet.noneOf(EventQueue.class);

  /** Guarded by this: signalled since the loop last looked. */
  private final Set<EventQueue> signalled = EnumSet.noneOf(EventQueue.class);

  /** The store has signalled the queue, which disarms it. */
  synchronized void signal(EventQueue queue) {
    armed.remove(queue);
    promising.add(queue);
    signalled.add(queue);
  }

  /** Nothing is known of any queue, and nothing armed, as after a registration. */
  synchronized void startAnew() {
    promiseAll();
    armed.clear();
  }

  synchronized void promiseAll() {
    promising.addAll(EnumSet.allOf(EventQueue.class));
  }

  synchronized void promise(Collection<EventQueue> queues) {
    promising.addAll(queues);
  }

  synchronized boolean isPromising(EventQueue queue) {
    return promising.contains(queue);
  }

  /** The store is asked for these: a promise made from here on is newer than its answer. */
  synchronized void ask(Collection<EventQueue> queues) {
    promising.removeAll(queues);
  }

  /** Returns whether the caller is to arm the queue: it promises nothing and is not armed. */
  synchronized boolean arm(EventQueue queue) {
    return !promising.contains(queue) && armed.add(queue);
  }

  /** The queue could not be armed. */
  synchronized void disarm(EventQueue queue) {
    armed.remove(queue);
  }

  /**
   * Forgets the signals and returns whether one was for a queue that is not wanted now: it came
   * when there was no room any more, and nobody else got it.
   */
  synchronized boolean takeInVain(Set<EventQueue> wanted) {
    boolean inVain = !wanted.containsAll(signalled);
    signalled.clear();
    return inVain;
  }
}
