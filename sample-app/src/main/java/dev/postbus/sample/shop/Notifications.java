package dev.postbus.sample.shop;

import com.google.inject.Inject;
import com.google.inject.Singleton;
import dev.postbus.EventContext;
import dev.postbus.PermanentFailureException;
import dev.postbus.Subscribe;

/** Confirms orders by mail. What the mail server rejects for good is not tried again. */
@Singleton
final class Notifications {

  private final AddressBook addresses;
  private final Narrator narrator;
  private final Tally tally;

  @Inject
  Notifications(AddressBook addresses, Narrator narrator, Tally tally) {
    this.addresses = addresses;
    this.narrator = narrator;
    this.tally = tally;
  }

  @Subscribe
  void confirm(OrderCreated order, EventContext context) {
    String address = addresses.of(order.customer());
    if (!address.endsWith("@example.org")) {
      narrator.tell(
          context, "notifications", order.number(), "no such mailbox: " + address + ", given up");
      throw new PermanentFailureException("no such mailbox: " + address);
    }
    tally.add(Tally.Count.NOTIFICATIONS);
    narrator.tell(context, "notifications", order.number(), "confirmation sent to " + address);
  }
}
