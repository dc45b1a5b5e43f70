package dev.postbus.sample.shop;

import dev.postbus.EventContext;
import dev.postbus.EventQueue;

/** Tells what happens, to whoever looks on. Thread-safe. */
@FunctionalInterface
public interface Narrator {

  /** The first orders are told one by one; of thousands the rest would only flood the screen. */
  int TOLD = 5;

  /** Tells that something happened to an order, in a handler that was called from this queue. */
  void tell(EventQueue queue, String who, int number, String what);

  /** Returns whether the story of this order is told. */
  default boolean tells(int number) {
    return number <= TOLD;
  }

  /** Tells that something happened, if the story of this order is told. */
  default void tell(EventContext context, String who, int number, String what) {
    if (tells(number)) {
      tell(context.metadata().queue(), who, number, what);
    }
  }
}
