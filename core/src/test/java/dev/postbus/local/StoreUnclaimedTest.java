package dev.postbus.local;

import static dev.postbus.local.TestConsumer.eventIds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventQueue;
import dev.postbus.engine.PublishReply.Kind;
import dev.postbus.engine.PublishReply.Result;
import dev.postbus.engine.UnclaimedEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StoreUnclaimedTest {

  private final StoreDriver driver = new StoreDriver();

  private List<UnclaimedEvent> unclaimed(long after, int limit) {
    return driver.call(driver.store.unclaimed(after, limit));
  }

  private int adoptAll(String group, int handler) {
    return driver.adopt(
        group,
        unclaimed(0, 1_000).stream()
            .collect(Collectors.toMap(UnclaimedEvent::position, event -> List.of(handler))));
  }

  @Test
  void eventThatNobodyIsBoundToIsKept() {
    driver.bind("shop", "A.on", "payment.*");

    Result result = driver.publish(TestEvent.of("e1"));

    assertThat(result).isEqualTo(new Result(Kind.STORED, 0));
    assertThat(unclaimed(0, 10)).extracting(UnclaimedEvent::event).containsExactly("order.created");
    assertThat(driver.counts("shop").emitted()).isZero();
  }

  @Test
  void unclaimedEventsAreReadInOrderAndPageByPage() {
    driver.publish(
        List.of(
            TestEvent.of("e1").named("a"),
            TestEvent.of("e2").named("b"),
            TestEvent.of("e3").named("c")));

    List<UnclaimedEvent> first = unclaimed(0, 2);
    List<UnclaimedEvent> second = unclaimed(first.get(1).position(), 2);

    assertThat(first).extracting(UnclaimedEvent::event).containsExactly("a", "b");
    assertThat(second).extracting(UnclaimedEvent::event).containsExactly("c");
    assertThat(unclaimed(second.get(0).position(), 2)).isEmpty();
  }

  @Test
  void nothingIsKeptBeyondTheLimit() {
    driver.unclaimedLimit(2);

    List<Result> results =
        driver.publish(List.of(TestEvent.of("e1"), TestEvent.of("e2"), TestEvent.of("e3")));

    assertThat(results)
        .containsExactly(
            new Result(Kind.STORED, 0),
            new Result(Kind.STORED, 0),
            new Result(Kind.UNCLAIMED_FULL, 0));
    assertThat(unclaimed(0, 10)).hasSize(2);
  }

  @Test
  void limitDoesNotConcernEventsThatGroupsTake() {
    driver.unclaimedLimit(0);
    driver.bind("shop", "A.on", "order.*");

    List<Result> results =
        driver.publish(List.of(TestEvent.of("e1").named("nobody"), TestEvent.of("e2")));

    assertThat(results)
        .containsExactly(new Result(Kind.UNCLAIMED_FULL, 0), new Result(Kind.STORED, 1));
  }

  @Test
  void adoptedEventsAreDeliveredInOrder() {
    driver.publishMany(3);
    int handler = driver.bind("shop", "A.on", "order.*");

    int adopted = adoptAll("shop", handler);

    assertThat(adopted).isEqualTo(3);
    assertThat(unclaimed(0, 10)).isEmpty();
    assertThat(driver.counts("shop").emitted()).isEqualTo(3);
    TestConsumer consumer = driver.register("shop");
    assertThat(eventIds(consumer.claim(10))).containsExactly("e1", "e2", "e3");
  }

  @Test
  void adoptedEventsNameTheHandlersTheyAreFor() {
    TestEvent event = TestEvent.of("e1").to(EventQueue.HIGH);
    driver.publish(event);
    int first = driver.bind("shop", "A.on", "order.*");
    int second = driver.bind("shop", "B.on", "order.*");
    long position = unclaimed(0, 1).get(0).position();

    driver.adopt("shop", Map.of(position, List.of(first, second)));

    assertThat(driver.counts("shop", EventQueue.HIGH).ready()).isEqualTo(2);
    assertThat(driver.register("shop").claim(EventQueue.HIGH, 1).claims().get(0).element())
        .isEqualTo(event.element(first, second));
  }

  @Test
  void eventGoesToTheFirstGroupThatAdoptsItOnly() {
    driver.publishMany(1);
    int shop = driver.bind("shop", "A.on", "order.*");
    int stats = driver.bind("stats", "B.on", "order.*");
    Map<Long, List<Integer>> both = Map.of(unclaimed(0, 1).get(0).position(), List.of(shop));

    assertThat(driver.adopt("shop", both)).isEqualTo(1);
    assertThat(driver.adopt("shop", both)).isZero();
    assertThat(adoptAll("stats", stats)).isZero();

    assertThat(driver.counts("shop").emitted()).isEqualTo(1);
    assertThat(driver.counts("stats").emitted()).isZero();
  }

  @Test
  void delayedEventKeepsItsDueTime() {
    driver.publish(TestEvent.of("late").after(Duration.ofSeconds(60)));
    driver.publish(TestEvent.of("soon").after(Duration.ofSeconds(5)));
    int handler = driver.bind("shop", "A.on", "order.*");
    driver.time.advance(Duration.ofSeconds(20));

    adoptAll("shop", handler);

    TestConsumer consumer = driver.register("shop");
    assertThat(driver.counts("shop").delayed()).isEqualTo(1);
    assertThat(eventIds(consumer.claim(10))).containsExactly("soon");
    driver.time.advance(Duration.ofSeconds(40));
    assertThat(eventIds(consumer.claim(10))).containsExactly("late");
  }

  @Test
  void delayedEventCanBeCancelledOnceAdopted() {
    driver.publish(TestEvent.of("late").after(Duration.ofSeconds(60)));
    int handler = driver.bind("shop", "A.on", "order.*");
    adoptAll("shop", handler);

    assertThat(driver.admin().cancelDelayed("shop", "late")).isTrue();

    assertThat(driver.counts("shop").cancelled()).isEqualTo(1);
  }

  @Test
  void adoptedEventFreesItsPlace() {
    driver.unclaimedLimit(1);
    driver.publish(TestEvent.of("e1"));
    int handler = driver.bind("shop", "A.on", "order.*");
    adoptAll("shop", handler);

    assertThat(driver.publish(TestEvent.of("e2").named("nobody")).kind()).isEqualTo(Kind.STORED);
  }
}
