package dev.postbus.chaos.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.chaos.load.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  private static final List<Entry> ALL =
      List.of(
          new Entry.Intent(1, "p-1", "chaos.order", 250, 3, Fate.HEALS, "a1"),
          new Entry.Receipt(2, "p-1", "e1", 2, true),
          new Entry.Refusal(3, "p-2", "UNKNOWN"),
          new Entry.Start(4, 17, "p-1", "e1", "a1", 2, true),
          new Entry.End(5, 17, false),
          new Entry.Settled(6, "e1", "a1"),
          new Entry.LeaseLost(6),
          new Entry.Stall(7, 3),
          new Entry.Redrive(8, "p-1", "a1"));

  @TempDir private Path directory;

  @Test
  void entriesAreReadBackAsTheyWereAdded() {
    Path file = directory.resolve("a.journal");

    try (Journal journal = Journal.create(file)) {
      ALL.forEach(journal::add);
    }

    assertThat(Journal.read(file)).isEqualTo(ALL);
  }

  @Test
  void aLastLineThatWasCutCountsAsNotWritten() throws IOException {
    Path file = directory.resolve("a.journal");
    Entry whole = new Entry.End(5, 17, true);
    // "end 6 18 tru" and even a line that lacks nothing but its end: nobody can tell that it is
    // whole.
    for (String cut : List.of("end 6 18 tru", "end 6 18 true", "e", "receipt 6 p-1 e1")) {
      Files.writeString(file, whole.line() + "\n" + cut);

      assertThat(Journal.read(file)).as(cut).containsExactly(whole);
    }
  }

  @Test
  void aBrokenLineElsewhereIsNoLog() throws IOException {
    Path file = directory.resolve("a.journal");
    Files.writeString(file, "end 5 17 true\nend 6\n");
    Files.writeString(file, "end 7 19 true\n", StandardOpenOption.APPEND);

    assertThatThrownBy(() -> Journal.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"end 6\" is no line of a log");
  }
}
