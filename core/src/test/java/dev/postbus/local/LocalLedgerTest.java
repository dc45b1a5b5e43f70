package dev.postbus.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventFlow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalLedgerTest {

  private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

  private final LocalLedger ledger = new LocalLedger();

  private List<String> events() {
    return ledger.flows().stream().map(EventFlow::event).toList();
  }

  @Test
  void pairsThatNobodyHasEmittedForADayMakeRoom() {
    Instant before = NOW.minus(Duration.ofDays(1)).minusMillis(1);
    ledger.addFlows("shop", Map.of("old", 1L), before);
    for (int i = 1; i < 1_000; i++) {
      ledger.addFlows("shop", Map.of("event." + i, 1L), NOW);
    }

    ledger.addFlows("bank", Map.of("paid", 5L), NOW);
    ledger.addFlows("bank", Map.of("sent", 2L), NOW);

    assertThat(events()).hasSize(1_001).contains("paid").doesNotContain("old", "sent");
    assertThat(ledger.flows()).contains(new EventFlow(EventFlow.OTHERS, EventFlow.OTHERS, 2, NOW));
  }
}
