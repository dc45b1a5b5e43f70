package dev.postbus.sample.shop;

import com.google.inject.AbstractModule;
import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import dev.postbus.EventRoutes;
import dev.postbus.QueueSettings;

/** The handlers of the shop. The bus finds their {@code @Subscribe} methods by these bindings. */
public final class ShopModule extends AbstractModule {

  /** The group whose instances share the work of the shop. */
  public static final String GROUP = "shop";

  private final Pace pace;
  private final Narrator narrator;

  /** Makes a module whose handlers tell this narrator what they do. */
  public ShopModule(Pace pace, Narrator narrator) {
    this.pace = pace;
    this.narrator = narrator;
  }

  /** Returns how the bus of the shop behaves: what is for analytics can wait. */
  public static EventBusConfig config(EventBusConfig base) {
    return base.toBuilder()
        .group(GROUP)
        .routes(EventRoutes.builder().route("analytics.**", EventQueue.LOW).build())
        .queue(EventQueue.LOW, QueueSettings.of(1, 3))
        .build();
  }

  @Override
  protected void configure() {
    bind(Pace.class).toInstance(pace);
    bind(Narrator.class).toInstance(narrator);
    bind(Payments.class);
    bind(Notifications.class);
    bind(Warehouse.class);
    bind(Analytics.class);
    bind(Invoices.class);
  }
}
