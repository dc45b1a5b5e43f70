package dev.postbus.guice;

import java.util.Optional;

/**
 * Refuses handlers on a shared store while no group is named: every application that forgot it
 * would share the work of the one default group.
 */
record GroupCheck(boolean isMissing) {

  private static final String FAULT =
      "there are handlers, events are on Redis, and no group is named: set EVENT_BUS_GROUP, or"
          + " EventBusConfig.builder().group(..), to the name that all instances of this"
          + " application share";

  /** Returns the fault; empty when handlers are welcome. */
  Optional<String> fault() {
    return isMissing ? Optional.of(FAULT) : Optional.empty();
  }

  /** Throws {@link IllegalArgumentException} when handlers are not welcome. */
  void check() {
    if (isMissing) {
      throw new IllegalArgumentException(FAULT);
    }
  }
}
