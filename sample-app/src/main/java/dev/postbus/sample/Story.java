package dev.postbus.sample;

import dev.postbus.DeadLetter;
import dev.postbus.EventBusAdmin;
import dev.postbus.sample.shop.Narrator;
import dev.postbus.sample.shop.Order;
import dev.postbus.sample.shop.OrderService;
import dev.postbus.sample.shop.ShopModule;
import java.util.List;
import java.util.stream.IntStream;

/** A day in the shop, the same on every adapter. */
final class Story {

  private static final int PER_ROUND_TRIP = 500;
  private static final int DEAD_LETTERS_READ = 100;

  private final OrderService service;
  private final EventBusAdmin admin;
  private final Workforce workforce;
  private final Console console;
  private final Progress progress;

  Story(OrderService service, EventBusAdmin admin, Workforce workforce, Console console) {
    this.service = service;
    this.admin = admin;
    this.workforce = workforce;
    this.console = console;
    this.progress = new Progress(admin, console);
  }

  /** Tells the story of so many orders and returns the summary of it. */
  Summary tell(int orders) {
    console.begin();
    place(orders);
    progress.awaitQuiet();
    List<DeadLetter> dead = admin.deadLetters(ShopModule.GROUP, 0, DEAD_LETTERS_READ);
    int redriven = dead.isEmpty() ? 0 : repair(dead);
    return new Summary(workforce.finish(), dead.size(), redriven);
  }

  private void place(int orders) {
    int told = Math.min(orders, Narrator.TOLD);
    for (int number = 1; number <= told; number++) {
      Order order = Order.of(number);
      console.tell(
          "", null, "shop", number, order.customer() + " orders for " + order.total() + " EUR");
      service.place(order);
    }
    for (int from = told + 1; from <= orders; from += PER_ROUND_TRIP) {
      int to = Math.min(orders, from + PER_ROUND_TRIP - 1);
      service.placeAll(IntStream.rangeClosed(from, to).mapToObj(Order::of).toList());
      if (to < orders) {
        progress.report("%,d of %,d orders placed".formatted(to, orders));
      } else {
        console.tell("shop", "all %,d orders placed".formatted(orders));
      }
    }
  }

  /** Removes the cause of the dead letters, has them handled and returns how many were. */
  private int repair(List<DeadLetter> dead) {
    for (DeadLetter letter : dead) {
      console.tell(
          "dead letters",
          "%s gave up on %s after %d attempt%s: %s"
              .formatted(
                  letter.handler(),
                  letter.metadata().event(),
                  letter.attempts(),
                  letter.attempts() == 1 ? "" : "s",
                  letter.reason().lines().findFirst().orElse("no reason")));
    }
    workforce.correct("Alan", "alan@example.org");
    console.tell("support", "corrects the address to alan@example.org and redrives");
    int redriven = 0;
    for (DeadLetter letter : dead) {
      if (admin.redrive(ShopModule.GROUP, letter.metadata().eventId(), letter.handler())) {
        redriven++;
      }
    }
    progress.awaitQuiet();
    int deadAgain = admin.deadLetters(ShopModule.GROUP, 0, DEAD_LETTERS_READ).size();
    return redriven - deadAgain;
  }
}
