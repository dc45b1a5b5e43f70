package dev.postbus.dashboard;

import dev.postbus.AuditEntry;
import dev.postbus.EventBusAdmin;
import java.util.List;
import java.util.function.Supplier;

/** Who did what. */
final class AuditApi {

  private static final int PAGE = 50;
  private static final int MOST = 200;
  private static final int KEPT = 1_000;

  private final Supplier<EventBusAdmin> admin;

  AuditApi(Supplier<EventBusAdmin> admin) {
    this.admin = admin;
  }

  List<Route> routes() {
    return List.of(Route.get("audit", this::audit));
  }

  private record Entries(List<AuditEntry> items, long next) {}

  private Answer audit(Call call) {
    int offset = call.number("offset", 0, 0, KEPT);
    int limit = call.number("limit", PAGE, 1, MOST);
    List<AuditEntry> page = admin.get().audit(offset, limit);
    return Answer.ok(new Entries(page, page.size() < limit ? -1 : offset + page.size()));
  }
}
