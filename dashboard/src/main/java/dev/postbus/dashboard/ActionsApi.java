package dev.postbus.dashboard;

import dev.postbus.EventBusAdmin;
import dev.postbus.EventQueue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What people do to chosen events and to queues. */
final class ActionsApi {

  private static final int MOST_ITEMS = 200;

  /** In the audit list. */
  private static final int MOST_NAMED = 10;

  private final Supplier<EventBusAdmin> admin;
  private final Audit audit;

  ActionsApi(Supplier<EventBusAdmin> admin, Audit audit) {
    this.admin = admin;
    this.audit = audit;
  }

  List<Route> routes() {
    return List.of(
        Route.change("groups/*/actions", this::act),
        Route.change("groups/*/pause", call -> pause(call, true)),
        Route.change("groups/*/resume", call -> pause(call, false)));
  }

  private record Done(int done, int missing) {}

  private record Queues(Set<EventQueue> queues) {}

  private Answer act(Call call) {
    Action action = Action.of(Json.requiredText(call.body(), "action"));
    List<String> names = texts(call.body(), "items");
    String group = call.name(0);
    String which = describe(action, group, names);
    int done = action.run(admin.get(), group, names);
    if (done > 0) {
      audit.note(
          call, action.toString(), "%s of %s: %s".formatted(action.some(done), group, which));
    }
    return Answer.ok(new Done(done, names.size() - done));
  }

  private String describe(Action action, String group, List<String> names) {
    String first =
        names.stream()
            .limit(MOST_NAMED)
            .map(name -> action.label(admin.get(), group, name))
            .collect(Collectors.joining(", "));
    int more = names.size() - MOST_NAMED;
    return more > 0 ? "%s and %d more".formatted(first, more) : first;
  }

  private Answer pause(Call call, boolean pause) {
    String group = call.name(0);
    Set<EventQueue> queues = EnumSet.noneOf(EventQueue.class);
    texts(call.body(), "queues").forEach(name -> queues.add(Call.queueOf(name)));
    if (!admin.get().groups().contains(group)) {
      throw ApiError.notFound("there is no group \"%s\"".formatted(group));
    }
    for (EventQueue queue : queues) {
      if (pause) {
        admin.get().pause(group, queue);
      } else {
        admin.get().resume(group, queue);
      }
    }
    audit.note(
        call,
        pause ? "pause" : "resume",
        "%s of %s"
            .formatted(queues.stream().map(Enum::name).collect(Collectors.joining(", ")), group));
    return Answer.ok(new Queues(queues));
  }

  private static List<String> texts(JsonNode body, String name) {
    JsonNode array = body.path(name);
    if (!array.isArray() || array.isEmpty() || array.size() > MOST_ITEMS) {
      throw ApiError.badRequest(
          "\"%s\" must be a list of 1 to %d texts".formatted(name, MOST_ITEMS));
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode one : array) {
      if (!one.isString()) {
        throw ApiError.badRequest("\"%s\" holds %s; it must hold texts".formatted(name, one));
      }
      texts.add(one.asString());
    }
    return texts;
  }
}
