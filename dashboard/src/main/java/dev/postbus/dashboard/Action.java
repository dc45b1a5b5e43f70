package dev.postbus.dashboard;

import dev.postbus.EventBusAdmin;
import dev.postbus.EventMetadata;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What can be done to a dead letter or to a delayed event; each is named by one text. */
enum Action {
  /** A dead letter, by its key. */
  REDRIVE("redrive", "dead letter") {
    @Override
    int run(EventBusAdmin admin, String group, Collection<String> names) {
      return admin.redriveAll(group, names);
    }
  },
  /** A dead letter, by its key. */
  DISCARD("discard", "dead letter") {
    @Override
    int run(EventBusAdmin admin, String group, Collection<String> names) {
      return admin.discardAll(group, names);
    }
  },
  /** A first delivery that waits for its time, by the id of its event. */
  CANCEL("cancel", "delayed event") {
    @Override
    int run(EventBusAdmin admin, String group, Collection<String> names) {
      return count(names, eventId -> admin.cancelDelayed(group, eventId));
    }
  },
  /** Whatever waits for its time, by the id of the delivery. */
  RUN_NOW("runNow", "delayed event") {
    @Override
    int run(EventBusAdmin admin, String group, Collection<String> names) {
      return count(names, deliveryId -> admin.runNow(group, deliveryId));
    }
  };

  private final String name;
  private final String one;

  Action(String name, String one) {
    this.name = name;
    this.one = one;
  }

  /** Does it and returns how many there still were. */
  abstract int run(EventBusAdmin admin, String group, Collection<String> names);

  static Action of(String name) {
    return Stream.of(values())
        .filter(action -> action.name.equals(name))
        .findAny()
        .orElseThrow(
            () ->
                ApiError.badRequest(
                    "\"%s\" is no action; it must be one of %s"
                        .formatted(name, List.of(values()))));
  }

  /** Returns what people know a name by, as long as what it stands for is there. */
  String label(EventBusAdmin admin, String group, String name) {
    return switch (this) {
      case REDRIVE, DISCARD ->
          admin
              .deadLetter(group, name)
              .map(dead -> label(dead.metadata()) + " (" + dead.handler() + ")")
              .orElse(name);
      case RUN_NOW ->
          admin.delayedDelivery(group, name).map(one -> label(one.metadata())).orElse(name);
      case CANCEL -> name;
    };
  }

  private static String label(EventMetadata event) {
    return event.event() + " " + event.eventId();
  }

  /** Returns "1 dead letter", "2 dead letters". */
  String some(long count) {
    return "%,d %s%s".formatted(count, one, count == 1 ? "" : "s");
  }

  /** Returns its name as the API spells it. */
  @Override
  public String toString() {
    return name;
  }

  private static int count(Collection<String> names, Predicate<String> done) {
    int count = 0;
    for (String name : names) {
      if (done.test(name)) {
        count++;
      }
    }
    return count;
  }
}
