package dev.postbus.sample.shop;

import com.google.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The mail addresses of the customers; one is mistyped. Thread-safe. */
@Singleton
public final class AddressBook {

  private final Map<String, String> addresses =
      new ConcurrentHashMap<>(Map.of("Alan", "alan@exmaple.org"));

  /** Returns the address of a customer. */
  String of(String customer) {
    return addresses.getOrDefault(customer, customer.toLowerCase(Locale.ROOT) + "@example.org");
  }

  /** Corrects the address of a customer. */
  public void correct(String customer, String address) {
    addresses.put(customer, address);
  }
}
