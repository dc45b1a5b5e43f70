package dev.postbus.testkit.contract;

import dev.postbus.EventBus;
import dev.postbus.EventQueue;
import java.nio.charset.StandardCharsets;

/** The buses of one test of a durable adapter, and what may happen to them. Thread-safe. */
public class DurableBuses extends Buses {

  private final DurableBusFixture fixture;

  DurableBuses(DurableBusFixture fixture) {
    super(fixture);
    this.fixture = fixture;
  }

  /** Does what {@link DurableBusFixture#crash} says. */
  public void crash(EventBus bus) {
    fixture.crash(bus);
  }

  /** Does what {@link DurableBusFixture#freeze} says. */
  public void freeze(EventBus bus) {
    fixture.freeze(bus);
  }

  /** Does what {@link DurableBusFixture#thaw} says. */
  public void thaw(EventBus bus) {
    fixture.thaw(bus);
  }

  /** Does what {@link DurableBusFixture#loseNextAnswer} says. */
  public void loseNextAnswer(EventBus bus) {
    fixture.loseNextAnswer(bus);
  }

  /** Puts bytes into a queue of {@link #GROUP}. */
  public void pushRaw(EventQueue queue, byte[] element) {
    fixture.pushRaw(namespace(), GROUP, queue, element);
  }

  /** Puts text into a queue of {@link #GROUP}. */
  public void pushRaw(EventQueue queue, String element) {
    pushRaw(queue, element.getBytes(StandardCharsets.UTF_8));
  }
}
