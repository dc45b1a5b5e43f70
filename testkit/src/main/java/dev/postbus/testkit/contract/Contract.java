package dev.postbus.testkit.contract;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The root of all contract interfaces. Each test gets its own {@link Buses}, hence a namespace of
 * its own, and everything it opened is closed and cleaned up after it.
 */
@ExtendWith(BusesExtension.class)
public interface Contract {

  /** Makes the fixture for one test. */
  BusFixture newFixture();
}
