package dev.postbus.engine;

import dev.postbus.EmitOptions;
import dev.postbus.benchmarks.harness.Order;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Writing and reading of events. */
@NullMarked
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {

  private final JsonMapper mapper = JsonMapper.builder().build();
  private final EnvelopeCodec codec = new EnvelopeCodec(mapper, 1 << 20);
  private final ObjectReader reader = mapper.readerFor(Order.class);
  private final Instant time = Instant.parse("2026-11-23T12:00:00.123Z");
  private final Order order = Order.of(0);
  private final byte[] element = Elements.of(encode(), List.of(1));
  private final Envelope envelope = decodeEnvelope();

  /** Makes the envelope with the payload in it. */
  @Benchmark
  public final byte[] encode() {
    return codec.encode(
        "micro-micro-micro-0000", Order.EVENT, "bench", time, EmitOptions.none(), order);
  }

  /** Reads the envelope up to its payload. */
  @Benchmark
  public final Envelope decodeEnvelope() {
    return codec.decode(element, time);
  }

  /** Reads the payload. */
  @Benchmark
  public Order decodePayload() {
    return reader.readValue(
        envelope.element(), envelope.dataStart(), envelope.dataEnd() - envelope.dataStart());
  }
}
