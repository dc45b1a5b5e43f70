package dev.postbus.sample;

import dev.postbus.sample.shop.Tally;
import java.util.Map;

/** Those who handle the events of the shop, wherever they run. */
interface Workforce {

  /** Has every worker correct a customer's address; returns when all have. */
  void correct(String customer, String address);

  /** Ends the work and returns what each worker did, by its name. */
  Map<String, Map<Tally.Count, Long>> finish();
}
