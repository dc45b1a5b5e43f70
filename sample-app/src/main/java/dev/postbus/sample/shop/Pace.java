package dev.postbus.sample.shop;

import java.time.Duration;

/** How fast life in the shop is. */
public enum Pace {
  /** As fast as machines are, for a story of some seconds. */
  QUICK(Duration.ofSeconds(1), 100, Duration.ofMillis(40)),
  /** So that somebody who looks on sees what waits, runs and is tried again. */
  HUMAN(Duration.ofSeconds(15), 10, Duration.ofMillis(300));

  private final Duration invoiceAfter;
  private final int busyEvery;
  private final Duration counting;

  Pace(Duration invoiceAfter, int busyEvery, Duration counting) {
    this.invoiceAfter = invoiceAfter;
    this.busyEvery = busyEvery;
    this.counting = counting;
  }

  /** Returns how long after the order the invoice goes out. */
  Duration invoiceAfter() {
    return invoiceAfter;
  }

  /** Returns whether the card network is busy when it is asked first about this order. */
  boolean isCardNetworkBusy(int number) {
    return number % busyEvery == 2;
  }

  /**
   * Returns how long analytics count an order: long enough to see that the queue LOW has work left
   * while HIGH has none.
   */
  Duration counting() {
    return counting;
  }
}
