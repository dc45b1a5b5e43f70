package dev.postbus.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the bindings of a group and then moves to it what has waited for a first group. From the
 * first of the two steps on no publisher can leave a matching event waiting, so the second one
 * finds them all.
 */
final class GroupBinder {

  private static final Logger log = LoggerFactory.getLogger(GroupBinder.class);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final int PAGE = 500;

  private final String group;
  private final EventStore store;
  private final DirectoryCache directory;

  GroupBinder(String group, EventStore store, DirectoryCache directory) {
    this.group = group;
    this.store = store;
    this.directory = directory;
  }

  void bind(List<HandlerBinding> bindings) {
    GroupDirectory bound =
        Stages.await(store.bind(group, bindings), ANSWER, "binding the handlers of " + group);
    directory.offer(bound);
    int adopted = 0;
    long position = -1;
    while (true) {
      List<UnclaimedEvent> page =
          Stages.await(store.unclaimed(position, PAGE), ANSWER, "reading unclaimed events");
      if (page.isEmpty()) {
        break;
      }
      position = page.get(page.size() - 1).position();
      Map<Long, List<Integer>> handlers = new HashMap<>();
      for (UnclaimedEvent event : page) {
        List<Integer> numbers = bound.numbersFor(group, event.event());
        if (!numbers.isEmpty()) {
          handlers.put(event.position(), numbers);
        }
      }
      if (!handlers.isEmpty()) {
        adopted += Stages.await(store.adopt(group, handlers), ANSWER, "adopting unclaimed events");
      }
    }
    if (adopted > 0) {
      log.info("{} events that waited for a first group are now for {}", adopted, group);
    }
  }
}
