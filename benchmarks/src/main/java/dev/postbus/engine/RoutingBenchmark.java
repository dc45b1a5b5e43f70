package dev.postbus.engine;

import dev.postbus.EventPattern;
import dev.postbus.EventQueue;
import dev.postbus.EventRoutes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Matching of names with patterns, and what is built on it. */
@NullMarked
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RoutingBenchmark {

  private final EventPattern literal = EventPattern.of("shop.order.created");
  private final EventPattern oneSegment = EventPattern.of("shop.*.created");
  private final EventPattern anySegments = EventPattern.of("**.created");
  private final EventRoutes routes =
      EventRoutes.builder()
          .route("analytics.**", EventQueue.LOW)
          .route("payment.*", EventQueue.HIGH)
          .route("shop.order.*", EventQueue.HIGH)
          .build();
  private String event = "shop.order.created";

  /** A pattern without stars. */
  @Benchmark
  public boolean matchLiteral() {
    return literal.matches(event);
  }

  /** A pattern with one star. */
  @Benchmark
  public boolean matchOneSegment() {
    return oneSegment.matches(event);
  }

  /** A pattern with two stars. */
  @Benchmark
  public boolean matchAnySegments() {
    return anySegments.matches(event);
  }

  /** The queue by the third of three routes. */
  @Benchmark
  public EventQueue routeToQueue() {
    return routes.queueFor(event);
  }
}
