package dev.postbus.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postbus.DeadLetter;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.PermanentFailureException;
import dev.postbus.SubscribeOptions;
import dev.postbus.local.LocalEventBus;
import dev.postbus.sample.shop.ShopModule;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLetterWatchTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final AtomicBoolean broken = new AtomicBoolean(true);
  private final EventBus bus =
      LocalEventBus.create(EventBusConfig.builder().group(ShopModule.GROUP).build());
  private DeadLetterWatch watch;

  @BeforeEach
  void emitTwoThatFail() {
    bus.subscribe(
        "order.created",
        Integer.class,
        SubscribeOptions.builder().id("mail").build(),
        (number, context) -> {
          if (broken.get()) {
            throw new PermanentFailureException("no such mailbox");
          }
        });
    bus.start();
    watch =
        new DeadLetterWatch(
            bus.admin(), new Console(new PrintStream(out, true, StandardCharsets.UTF_8), false));
    bus.emit("order.created", 1);
    bus.emit("order.created", 2);
    await().untilAsserted(() -> lookedAt(2));
  }

  @AfterEach
  void close() {
    watch.close();
    bus.close();
  }

  @Test
  void tellsEachNewDeadLetterOnce() {
    watch.look();

    assertThat(told().lines()).hasSize(2).allMatch(line -> line.contains("no such mailbox"));
    assertThat(watch.everDead()).isEqualTo(2);
    assertThat(watch.putRight()).isZero();
  }

  @Test
  void noticesThatWhatWasRedrivenIsHandled() {
    broken.set(false);
    bus.admin().redriveAll(ShopModule.GROUP, 2);

    await()
        .untilAsserted(
            () -> {
              watch.look();
              assertThat(watch.putRight()).isEqualTo(2);
            });
    assertThat(watch.waiting()).isZero();
    assertThat(told()).contains("redrove");
  }

  @Test
  void saysWhenARedriveCameTooEarly() {
    DeadLetter first = bus.admin().deadLetters(ShopModule.GROUP, 0, 1).get(0);
    bus.admin().redrive(ShopModule.GROUP, first.metadata().eventId());

    await()
        .untilAsserted(
            () -> {
              watch.look();
              assertThat(told()).contains("mail gave up on order.created again");
            });
    assertThat(watch.everDead()).isEqualTo(2);
    assertThat(watch.putRight()).isZero();
  }

  @Test
  void tellsADiscardFromARedrive() {
    DeadLetter first = bus.admin().deadLetters(ShopModule.GROUP, 0, 1).get(0);
    bus.admin().discard(ShopModule.GROUP, first.metadata().eventId());

    watch.look();

    assertThat(told()).contains("discarded 1 dead letter").doesNotContain("redrove");
    assertThat(watch.waiting()).isEqualTo(1);
    assertThat(watch.putRight()).isZero();
  }

  private void lookedAt(int deadLetters) {
    watch.look();
    assertThat(watch.waiting()).isEqualTo(deadLetters);
  }

  private String told() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
