package dev.postbus.dashboard;

import org.jspecify.annotations.Nullable;

/**
 * What an endpoint answers: JSON, or a stream that takes the response over.
 *
 * @param status of a JSON answer
 * @param json the bytes of a JSON answer
 * @param stream instead of them
 */
@SuppressWarnings("ArrayRecordComponent")
record Answer(int status, byte[] json, @Nullable EventStream stream) {

  static Answer ok(Object body) {
    return of(200, body);
  }

  static Answer of(int status, Object body) {
    return new Answer(status, Json.write(body), null);
  }

  /** Returns what was written before. */
  static Answer written(byte[] json) {
    return new Answer(200, json, null);
  }

  static Answer stream(EventStream stream) {
    return new Answer(200, new byte[0], stream);
  }
}
