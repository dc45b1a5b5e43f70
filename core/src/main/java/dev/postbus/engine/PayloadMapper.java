package dev.postbus.engine;

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

  private PayloadMapper() {}

  /** Returns a new mapper, immutable and thread-safe. */
  public static JsonMapper create() {
    // Buffers are kept per thread: the pool that Jackson shares among all threads took a sixth of a
    // local delivery's processor time.
    return JsonMapper.builder(
            JsonFactory.builder().recyclerPool(JsonRecyclerPools.threadLocalPool()).build())
        // An object that hides its fields would arrive without them. Empty records may be written.
        .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
        .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
        .build();
  }
}
