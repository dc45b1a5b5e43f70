package dev.postbus.benchmarks.harness;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Collects latencies in microseconds, to three digits. Thread-safe. */
public final class Latencies {

  private static final long HIGHEST = TimeUnit.MINUTES.toMicros(10);
  private static final int DIGITS = 3;

  private final Recorder recorder = new Recorder(HIGHEST, DIGITS);
  private final LongAdder early = new LongAdder();

  /** Adds how long after its time something happened; what came before it is counted as early. */
  public void add(long micros) {
    if (micros < 0) {
      early.increment();
    }
    recorder.recordValue(Math.max(0, Math.min(HIGHEST, micros)));
  }

  /** Returns as a word what was collected since the last call. */
  public String take() {
    Histogram histogram = recorder.getIntervalHistogram();
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    byte[] bytes = new byte[length];
    buffer.rewind();
    buffer.get(bytes);
    return early.sumThenReset() + ":" + Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * What was collected.
   *
   * @param early how many came before their time
   * @param histogram the latencies in microseconds
   */
  public record Taken(long early, Histogram histogram) {

    /** Reads what {@link #take} returned. */
    public static Taken parse(String word) {
      int colon = word.indexOf(':');
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(word.substring(colon + 1)));
      try {
        return new Taken(
            Long.parseLong(word.substring(0, colon)),
            Histogram.decodeFromCompressedByteBuffer(bytes, 1));
      } catch (DataFormatException broken) {
        throw new IllegalStateException("a histogram came broken", broken);
      }
    }

    /** Reads latencies in microseconds, as other programs tell them. */
    public static Taken list(String numbers) {
      Histogram histogram = new Histogram(HIGHEST, DIGITS);
      long early = 0;
      for (String number : numbers.split(",")) {
        long micros = number.isEmpty() ? 0 : Long.parseLong(number);
        early += micros < 0 ? 1 : 0;
        if (!number.isEmpty()) {
          histogram.recordValue(Math.max(0, Math.min(HIGHEST, micros)));
        }
      }
      return new Taken(early, histogram);
    }

    /** Returns the same with so many more of that latency. */
    public Taken with(long more, Duration latency) {
      Histogram all = histogram.copy();
      all.recordValueWithCount(latency.toNanos() / 1_000, more);
      return new Taken(early, all);
    }

    /** Returns the latency that this share of all did not exceed, in milliseconds. */
    public double millisAt(double percentile) {
      return histogram.getValueAtPercentile(percentile) / 1_000.0;
    }

    /** Returns the longest, in milliseconds. */
    public double longestMillis() {
      return histogram.getMaxValue() / 1_000.0;
    }

    /** Returns how many there are. */
    public long count() {
      return histogram.getTotalCount();
    }
  }
}
