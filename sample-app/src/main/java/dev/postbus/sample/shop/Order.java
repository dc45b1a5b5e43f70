package dev.postbus.sample.shop;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a customer puts into the basket.
 *
 * @param number counts from 1
 * @param customer who orders
 * @param total what it costs, in euros
 */
public record Order(int number, String customer, BigDecimal total) {

  private static final List<String> CUSTOMERS =
      List.of("Ada", "Grace", "Alan", "Barbara", "Edsger", "Hedy", "Konrad", "Margaret");

  /** Returns the order of this number; the same number is always the same order. */
  public static Order of(int number) {
    String customer = number <= CUSTOMERS.size() ? CUSTOMERS.get(number - 1) : "customer" + number;
    return new Order(number, customer, total(number));
  }

  /** Returns the order of this number in a shop whose eight customers come back. */
  public static Order ofRegular(int number) {
    return new Order(number, CUSTOMERS.get((number - 1) % CUSTOMERS.size()), total(number));
  }

  /** Returns the customers who come back, in the order in which they come. */
  public static List<String> regulars() {
    return CUSTOMERS;
  }

  private static BigDecimal total(int number) {
    return BigDecimal.valueOf(999L + number * 1_250L % 19_000, 2);
  }
}
