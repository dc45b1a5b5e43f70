package dev.postbus.sample;

import dev.postbus.sample.shop.Order;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why handlers give up, now and then: a customer gives an address with a slip, support corrects it
 * some seconds after the first dead letter, and the next customer waits with it until no dead
 * letter is left. For one thread.
 */
final class AddressTrouble {

  /** Long enough for the same customer to order again. */
  static final Duration CORRECTED_AFTER = Duration.ofSeconds(6);

  static final Duration PEACE = Duration.ofSeconds(20);

  /** The third of the regulars begins, as in the address book. */
  private static final int FIRST = 2;

  private final Workforce workforce;
  private final Console console;
  private final InstantSource clock;
  private int number = FIRST;
  private boolean open = true;

  /** Since when there have been dead letters of an open trouble, or none of one that is over. */
  private @Nullable Instant since;

  AddressTrouble(Workforce workforce, Console console, InstantSource clock) {
    this.workforce = workforce;
    this.console = console;
    this.clock = clock;
  }

  /** Returns whether it lasts: redriving is of no use yet. */
  boolean isOpen() {
    return open;
  }

  /** Goes on with it, if it is time, when so many dead letters wait. */
  void step(int deadLetters) {
    if (open == (deadLetters == 0)) {
      since = null;
    } else if (since == null) {
      since = clock.instant();
    } else if (!since.plus(open ? CORRECTED_AFTER : PEACE).isAfter(clock.instant())) {
      since = null;
      if (open) {
        end();
      } else {
        begin();
      }
    }
  }

  private void end() {
    String address = mailbox() + "@example.org";
    workforce.correct(customer(), address);
    open = false;
    console.tell("support", "corrects " + customer() + "'s address to " + address);
  }

  private void begin() {
    number++;
    String address = mailbox() + "@exmaple.org";
    workforce.correct(customer(), address);
    open = true;
    console.tell("shop", customer() + " has a new address, " + address);
  }

  private String customer() {
    List<String> customers = Order.regulars();
    return customers.get(number % customers.size());
  }

  private String mailbox() {
    return customer().toLowerCase(Locale.ROOT);
  }
}
