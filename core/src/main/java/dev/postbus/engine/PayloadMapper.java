package dev.postbus.engine;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How payloads are written and read everywhere: as Jackson does by itself, but that times come back
 * as they were, and that nothing is silently written as an empty object.
 */
public final class PayloadMapper {

  /** Reading and writing know the same depth: what is refused is refused at the emit. */
  private static final int MAX_DEPTH = 500;

  /** Against elements that were made to exhaust memory, stack or processor time. */
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(MAX_DEPTH)
          .maxStringLength(100_000_000)
          .maxNameLength(50_000)
          .maxNumberLength(1_000)
          .build();

  private PayloadMapper() {}

  /** Returns a new mapper, immutable and thread-safe. */
  public static JsonMapper create() {
    // Buffers are kept per thread: the pool that Jackson shares among all threads took a sixth of a
    // local delivery's processor time.
    return JsonMapper.builder(
            JsonFactory.builder()
                .recyclerPool(JsonRecyclerPools.threadLocalPool())
                .streamReadConstraints(LIMITS)
                .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                .build())
        // An object that hides its fields would arrive without them. Empty records may be written.
        .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
        .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
        .build();
  }
}
