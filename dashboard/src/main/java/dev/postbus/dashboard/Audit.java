package dev.postbus.dashboard;

import dev.postbus.AuditEntry;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventBusException;
import java.time.Clock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes who did what, in the store for all to see and in the log. Thread-safe. */
final class Audit {

  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

  private final Supplier<EventBusAdmin> admin;
  private final Clock clock;
  private final @Nullable Function<DashboardRequest, String> who;

  Audit(
      Supplier<EventBusAdmin> admin,
      Clock clock,
      @Nullable Function<DashboardRequest, String> who) {
    this.admin = admin;
    this.clock = clock;
    this.who = who;
  }

  /** Returns by whose hand a call comes. */
  String who(Call call) {
    String told = who == null ? null : who.apply(call);
    if (told != null && !told.isBlank()) {
      return told;
    }
    String address = call.remoteAddress();
    return call.loginName().map(name -> name + " (" + address + ")").orElse(address);
  }

  void note(Call call, String action, String target) {
    note(who(call), action, target);
  }

  /** Notes what was done already: when the store does not take it, the log has it all the same. */
  void note(String who, String action, String target) {
    LOG.info("By the dashboard, {}: {} {}", who, action, target);
    try {
      admin.get().audit(new AuditEntry(clock.instant(), who, action, target));
    } catch (EventBusException | IllegalStateException failure) {
      LOG.warn("The audit list did not take the note above; only this log has it", failure);
    }
  }
}
