package dev.postbus.sample.shop;

import com.google.inject.Inject;
import com.google.inject.Singleton;
import dev.postbus.EventContext;
import dev.postbus.Subscribe;

/** Packs orders: the second handler of the event, which does not notice how the first one fares. */
@Singleton
final class Warehouse {

  private final Narrator narrator;
  private final Tally tally;

  @Inject
  Warehouse(Narrator narrator, Tally tally) {
    this.narrator = narrator;
    this.tally = tally;
  }

  @Subscribe
  void pack(OrderCreated order, EventContext context) {
    tally.add(Tally.Count.ORDERS);
    narrator.tell(context, "warehouse", order.number(), "packed for " + order.customer());
  }
}
