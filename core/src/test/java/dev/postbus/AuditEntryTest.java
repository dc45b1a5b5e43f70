package dev.postbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AuditEntryTest {

  private static String target(String text) {
    return new AuditEntry(Instant.EPOCH, "ada", "redrive", text).target();
  }

  @Test
  void longTextsAreCutBetweenCharacters() {
    assertThat(target("x".repeat(1_000))).hasSize(1_000);
    assertThat(target("x".repeat(1_001))).hasSize(1_000);
    assertThat(target("x".repeat(999) + "\ud83d\udce6")).isEqualTo("x".repeat(999));
  }
}
