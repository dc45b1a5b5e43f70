package dev.postbus.engine;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Collects bytes up to a limit, so that a huge payload is refused before it fills the memory. One
 * thread.
 */
final class LimitedOutput extends ByteArrayOutputStream {

  private long limit = Long.MAX_VALUE;

  LimitedOutput(int expected) {
    super(expected);
  }

  void limit(long bytes) {
    this.limit = bytes;
    check(0);
  }

  @Override
  public void write(int value) {
    check(1);
    super.write(value);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    check(length);
    super.write(bytes, offset, length);
  }

  private void check(int more) {
    if ((long) count + more > limit) {
      throw new LimitExceeded();
    }
  }

  /** More bytes came than allowed. */
  static final class LimitExceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LimitExceeded() {
      super("limit exceeded", null, false, false);
    }

    static boolean isCauseOf(@Nullable Throwable failure) {
      for (Throwable at = failure; at != null; at = at.getCause()) {
        if (at instanceof LimitExceeded) {
          return true;
        }
      }
      return false;
    }
  }
}
