package dev.postbus.dashboard;

/** An answer that says what is wrong: a status, a code for programs, a sentence for people. */
final class ApiError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final int retryAfterSeconds;

  private ApiError(int status, String code, String message, int retryAfterSeconds) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  static ApiError of(int status, String code, String message) {
    return new ApiError(status, code, message, 0);
  }

  static ApiError badRequest(String message) {
    return of(400, "bad_request", message);
  }

  static ApiError notFound(String message) {
    return of(404, "not_found", message);
  }

  static ApiError tooMany(String message, int retryAfterSeconds) {
    return new ApiError(429, "too_many", message, retryAfterSeconds);
  }

  int status() {
    return status;
  }

  /** Returns after how many seconds to try again; 0 when it does not matter. */
  int retryAfterSeconds() {
    return retryAfterSeconds;
  }

  Body body() {
    return new Body(new Detail(code, String.valueOf(getMessage())));
  }

  /** What is sent. */
  record Body(Detail error) {}

  /** The part that says what. */
  record Detail(String code, String message) {}
}
