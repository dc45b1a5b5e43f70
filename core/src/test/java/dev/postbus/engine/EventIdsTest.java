package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EmitOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventIdsTest {

  @Test
  void idsOfOneBusSortByAge() {
    EventIds ids = new EventIds();

    List<String> made = IntStream.range(0, 200_000).mapToObj(i -> ids.next()).toList();

    assertThat(made).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void idsAreShortAndOfPlainCharacters() {
    EventIds ids = new EventIds();

    for (int i = 0; i < 5_000; i++) {
      String id = ids.next();
      assertThat(id).matches("[0-9A-Za-z_]{22}");
      assertThat(EmitOptions.builder().eventId(id).build().eventId()).hasValue(id);
    }
  }

  @Test
  void idsOfManyThreadsAreUnique() throws Exception {
    EventIds ids = new EventIds();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<List<String>> making =
          () -> Stream.generate(ids::next).limit(20_000).collect(Collectors.toList());
      Set<String> seen = new HashSet<>();
      List<Future<List<String>>> made = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        made.add(threads.submit(making));
      }
      for (Future<List<String>> some : made) {
        assertThat(some.get()).isSorted();
        seen.addAll(some.get());
      }
      assertThat(seen).hasSize(160_000);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void busesDoNotShareABeginning() {
    Set<String> beginnings =
        Stream.generate(EventIds::new)
            .limit(1_000)
            .map(ids -> ids.next().substring(0, 12))
            .collect(Collectors.toSet());

    assertThat(beginnings).hasSize(1_000);
  }
}
