package dev.postbus.sample.shop;

import com.google.inject.Inject;
import com.google.inject.Singleton;
import dev.postbus.EventContext;
import dev.postbus.Subscribe;

/** Charges the customer's card. The card network is busy now and then. */
@Singleton
final class Payments {

  private final Narrator narrator;
  private final Tally tally;
  private final Pace pace;

  @Inject
  Payments(Narrator narrator, Tally tally, Pace pace) {
    this.narrator = narrator;
    this.tally = tally;
    this.pace = pace;
  }

  @Subscribe(backoff = "fixed:250ms")
  void charge(PaymentRequested payment, EventContext context) {
    int number = payment.number();
    if (pace.isCardNetworkBusy(number) && context.attempt() == 1) {
      narrator.tell(
          context,
          "payments",
          number,
          "card network busy at attempt 1 of " + context.maxAttempts() + ", again in 250 ms");
      throw new IllegalStateException("card network busy");
    }
    tally.add(Tally.Count.PAYMENTS);
    if (context.attempt() > 1) {
      tally.add(Tally.Count.RETRIED);
    }
    narrator.tell(
        context,
        "payments",
        number,
        payment.total()
            + " EUR paid"
            + (context.attempt() > 1 ? " at attempt " + context.attempt() : ""));
  }
}
