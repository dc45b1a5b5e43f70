package dev.postbus.sample;

import dev.postbus.EventBusAdmin;
import dev.postbus.EventBusException;
import dev.postbus.sample.shop.Narrator;
import dev.postbus.sample.shop.Order;
import dev.postbus.sample.shop.OrderService;
import dev.postbus.sample.shop.ShopModule;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Days in the shop for somebody who looks on in the dashboard, at a pace for people: orders flow,
 * now and then a handler gives up, and the user redrives from the browser.
 */
final class DashboardStory {

  private static final Duration BETWEEN_ORDERS = Duration.ofMillis(500);
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration REMIND_EVERY = Duration.ofSeconds(30);
  private static final Duration REPORT_EVERY = Duration.ofSeconds(15);
  private static final Duration LAST_WORK = Duration.ofSeconds(5);

  private final OrderService service;
  private final EventBusAdmin admin;
  private final Workforce workforce;
  private final Console console;
  private final InstantSource clock;
  private final Progress progress;
  private final AddressTrouble trouble;

  private int placed;
  private Instant nextOrder;
  private Instant nextReport;
  private Instant nextReminder;

  DashboardStory(
      OrderService service,
      EventBusAdmin admin,
      Workforce workforce,
      Console console,
      InstantSource clock) {
    this.service = service;
    this.admin = admin;
    this.workforce = workforce;
    this.console = console;
    this.clock = clock;
    this.progress = new Progress(admin, console);
    this.trouble = new AddressTrouble(workforce, console, clock);
    this.nextOrder = clock.instant();
    this.nextReport = nextOrder.plus(REPORT_EVERY);
    this.nextReminder = nextOrder;
  }

  /** Tells until the user or the limit ends it, and returns the summary. */
  Summary tell(Arguments.Show show, int orders, URI dashboard, Ending ending) {
    Instant end = clock.instant().plus(show.limit());
    console.begin();
    try (DeadLetterWatch watch = new DeadLetterWatch(admin, console)) {
      ending.expect();
      do {
        step(watch, orders, dashboard);
      } while (!ending.isAsked(TICK) && clock.instant().isBefore(end));
      return finish(watch);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw SampleException.failed("interrupted", interrupted);
    }
  }

  private void step(DeadLetterWatch watch, int orders, URI dashboard) {
    try {
      place(orders);
      watch.look();
      remind(watch.waiting(), dashboard);
      report();
    } catch (EventBusException away) {
      // Whoever restarts Redis to see what happens finds the shop open again.
      progress.report("has trouble and goes on: " + away.getMessage());
    }
    trouble.step(watch.waiting());
  }

  private void place(int orders) {
    Instant now = clock.instant();
    if (placed == orders || now.isBefore(nextOrder)) {
      return;
    }
    nextOrder = now.plus(BETWEEN_ORDERS);
    Order order = Order.ofRegular(++placed);
    if (placed <= Narrator.TOLD) {
      console.tell(
          "", null, "shop", placed, order.customer() + " orders for " + order.total() + " EUR");
    } else if (placed == Narrator.TOLD + 1) {
      console.tell(
          "shop", "goes on like that, two orders per second; the rest is in the dashboard");
    }
    service.place(order);
    if (placed == orders) {
      console.tell("shop", "all %,d orders placed".formatted(orders));
    }
  }

  private void remind(int waiting, URI dashboard) {
    Instant now = clock.instant();
    if (waiting == 0 || trouble.isOpen()) {
      nextReminder = now;
    } else if (!now.isBefore(nextReminder)) {
      nextReminder = now.plus(REMIND_EVERY);
      console.tell(
          "you",
          "%s in group %s: open %s#/dead?group=%s and redrive %s"
              .formatted(
                  DeadLetterWatch.letters(waiting) + (waiting == 1 ? " waits" : " wait"),
                  ShopModule.GROUP,
                  dashboard,
                  ShopModule.GROUP,
                  waiting == 1 ? "it" : "them"));
    }
  }

  private void report() {
    Instant now = clock.instant();
    if (!now.isBefore(nextReport)) {
      nextReport = now.plus(REPORT_EVERY);
      console.tell("shop", "%,d orders placed; %s".formatted(placed, progress.state()));
    }
  }

  private Summary finish(DeadLetterWatch watch) {
    console.tell("shop", "closes: what waits is handled, what is not due yet is left");
    progress.awaitIdle(LAST_WORK);
    watch.look();
    console.tell("shop", "%,d orders placed; %s".formatted(placed, progress.state()));
    return new Summary(workforce.finish(), watch.everDead(), watch.putRight());
  }
}
