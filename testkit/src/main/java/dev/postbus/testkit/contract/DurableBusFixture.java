package dev.postbus.testkit.contract;

import dev.postbus.EventBus;
import dev.postbus.EventQueue;

/** What the contract does to an adapter whose events outlive the process. */
public interface DurableBusFixture extends BusFixture {

  /**
   * Takes the store away from a bus for ever and without a word, as {@code kill -9} of its process
   * does. Its handlers may go on, but nothing of it reaches the store any more.
   */
  void crash(EventBus bus);

  /** Keeps a bus from reaching the store and from noticing, as when its process is suspended. */
  void freeze(EventBus bus);

  /** Ends the freeze; what was on its way arrives. */
  void thaw(EventBus bus);

  /** Lets the next messages of a bus reach the store and loses the answer, with the connection. */
  void loseNextAnswer(EventBus bus);

  /** Puts bytes into a queue past the bus, as a foreign program might. */
  void pushRaw(String namespace, String group, EventQueue queue, byte[] element);
}
