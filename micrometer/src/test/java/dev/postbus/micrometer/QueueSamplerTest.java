package dev.postbus.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.postbus.EventBus;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventBusException;
import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueSamplerTest {

  private final Scrape scrape = new Scrape();
  private final QueueGauges gauges = new QueueGauges(scrape.registry);
  private final List<String> asked = new ArrayList<>();
  private final Set<String> groups = new TreeSet<>(Set.of("shop", "mail"));
  private boolean away;
  private boolean broken;
  private boolean closed;

  private final EventBusAdmin admin = proxy(EventBusAdmin.class, this::answer);
  private final EventBus bus =
      proxy(
          EventBus.class,
          (method, arguments) -> {
            if (closed) {
              throw new IllegalStateException("closed");
            }
            return admin;
          });

  @AfterEach
  void close() {
    scrape.close();
  }

  private interface Answer {
    Object to(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
  }

  private Object answer(String method, Object[] arguments) {
    asked.add(method);
    if (away) {
      throw new EventBusException("no answer");
    }
    if (broken) {
      throw new NoClassDefFoundError("as after a bad deploy");
    }
    return switch (method) {
      case "groups" -> Set.copyOf(groups);
      case "counts" -> new QueueCounts(10, 4, 3, 2, 1, 0, 0, 0, 0);
      case "oldestAge" ->
          arguments[1] == EventQueue.HIGH ? Optional.empty() : Optional.of(Duration.ofMillis(1500));
      default -> throw new AssertionError(method);
    };
  }

  @Test
  void aPassAsksTwicePerQueueAndScrapesAskNothing() {
    QueueSampler sampler = new QueueSampler(bus, Set.of("shop"), 100, gauges);

    sampler.run();
    assertThat(asked).hasSize(6).containsOnly("counts", "oldestAge");
    for (int i = 0; i < 10; i++) {
      assertThat(
              scrape.value(
                  "postbus_queue_size", "group", "shop", "queue", "low", "state", "in_flight"))
          .isEqualTo(3);
    }

    assertThat(asked).hasSize(6);
    assertThat(scrape.value("postbus_queue_oldest_age_seconds", "queue", "low")).isEqualTo(1.5);
    assertThat(scrape.value("postbus_queue_oldest_age_seconds", "queue", "high")).isZero();
  }

  @Test
  void aGroupThatIsGoneIsShownNoMoreAndANewOneIs() {
    QueueSampler sampler = new QueueSampler(bus, Set.of(), 100, gauges);
    sampler.run();
    assertThat(scrape.labels("postbus_queue_size", "group")).containsExactly("mail", "shop");

    groups.remove("mail");
    groups.add("stock");
    sampler.run();

    assertThat(scrape.labels("postbus_queue_size", "group")).containsExactly("shop", "stock");
  }

  @Test
  void noMoreGroupsThanTheLimitAreShown() {
    new QueueSampler(bus, Set.of(), 1, gauges).run();

    assertThat(scrape.labels("postbus_queue_size", "group")).containsExactly("mail");
  }

  @Test
  void whatIsNotKnownIsNotANumber() {
    QueueSampler sampler = new QueueSampler(bus, Set.of("shop"), 100, gauges);
    sampler.run();

    away = true;
    sampler.run();
    assertThat(scrape.samples())
        .isNotEmpty()
        .allSatisfy(sample -> assertThat(sample.value()).isNaN());

    away = false;
    sampler.run();
    assertThat(scrape.value("postbus_queue_size", "queue", "high", "state", "ready")).isEqualTo(4);
  }

  @Test
  void anErrorEndsNothingAndLeavesNoOldFiguresStanding() {
    QueueSampler sampler = new QueueSampler(bus, Set.of("shop"), 100, gauges);
    sampler.run();

    broken = true;
    sampler.run();
    assertThat(scrape.samples())
        .isNotEmpty()
        .allSatisfy(sample -> assertThat(sample.value()).isNaN());

    broken = false;
    sampler.run();
    assertThat(scrape.value("postbus_queue_size", "queue", "high", "state", "ready")).isEqualTo(4);
  }

  @Test
  void theEndOfTheBusEndsTheSampling() {
    QueueSampler sampler = new QueueSampler(bus, Set.of("shop"), 100, gauges);
    sampler.run();
    closed = true;

    assertThatExceptionOfType(CancellationException.class).isThrownBy(sampler::run);

    assertThat(scrape.samples()).isEmpty();
  }

  @Test
  void aSampleThatComesAfterTheEndShowsNothing() {
    gauges.close();

    new QueueSampler(bus, Set.of("shop"), 100, gauges).run();

    assertThat(scrape.samples()).isEmpty();
  }
}
