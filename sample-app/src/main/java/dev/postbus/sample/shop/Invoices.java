package dev.postbus.sample.shop;

import com.google.inject.Inject;
import com.google.inject.Singleton;
import dev.postbus.EventContext;
import dev.postbus.Subscribe;
import java.time.Duration;
import java.time.Instant;

/** Sends invoices, some time after the order. */
@Singleton
final class Invoices {

  private final Narrator narrator;
  private final Tally tally;
  private final Pace pace;

  @Inject
  Invoices(Narrator narrator, Tally tally, Pace pace) {
    this.narrator = narrator;
    this.tally = tally;
    this.pace = pace;
  }

  @Subscribe
  void send(InvoiceDue invoice, EventContext context) {
    tally.add(Tally.Count.INVOICES);
    Duration since = Duration.between(context.metadata().timestamp(), Instant.now());
    narrator.tell(
        context,
        "invoices",
        invoice.number(),
        "invoice sent %d ms after the order, asked for were %d"
            .formatted(since.toMillis(), pace.invoiceAfter().toMillis()));
  }
}
