package dev.postbus.dashboard;

import dev.postbus.AuditEntry;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventBusException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes who did what, in the store for all to see and in the log. Thread-safe. */
final class Audit {

  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

  private final Supplier<EventBusAdmin> admin;
  private final @Nullable Function<DashboardRequest, String> who;

  Audit(Supplier<EventBusAdmin> admin, @Nullable Function<DashboardRequest, String> who) {
    this.admin = admin;
    this.who = who;
  }

  /** Returns by whose hand a call comes. */
  String who(Call call) {
    String told = told(call);
    if (told != null && !told.isBlank()) {
      return told;
    }
    String address = call.remoteAddress();
    return call.loginName().map(name -> name + " (" + address + ")").orElse(address);
  }

  /** Code of the user: whatever it does, what was done is noted. */
  private @Nullable String told(Call call) {
    try {
      return who == null ? null : who.apply(call);
    } catch (RuntimeException failure) {
      LOG.warn(
          "Who acts could not be told; the name of the login and the address are noted", failure);
      return null;
    }
  }

  void note(Call call, String action, String target) {
    note(who(call), action, target);
  }

  /** Notes what was done already: when the store does not take it, the log has it all the same. */
  void note(String whoever, String action, String whatever) {
    String who = onOneLine(whoever);
    String target = onOneLine(whatever);
    LOG.info("By the dashboard, {}: {} {}", who, action, target);
    try {
      admin.get().audit(new AuditEntry(admin.get().now(), who, action, target));
    } catch (EventBusException | IllegalStateException failure) {
      LOG.warn("The audit list did not take the note above; only this log has it", failure);
    }
  }

  /** What was searched for, say, may hold line ends, which would forge lines of the log. */
  private static String onOneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\x85\\u2028\\u2029]+", " ");
  }
}
