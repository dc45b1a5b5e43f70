package dev.postbus.dashboard;

import dev.postbus.EventBusException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Admits calls to the API by what their route demands, and writes what the endpoint answers. */
final class ApiHandler {

  static final String CSRF_HEADER = "X-Postbus-Csrf";

  private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
  private static final int MAX_BODY = 2 << 20;
  private static final int MAX_BODY_WITHOUT_SESSION = 4 << 10;

  /** When the store does not answer, calls wait for it: never all threads. */
  private static final int AT_ONCE = 8;

  private final List<Route> routes;
  private final Admission admission;
  private final Executor threads;
  private final Semaphore places = new Semaphore(AT_ONCE);

  ApiHandler(List<Route> routes, Admission admission, Executor threads) {
    this.routes = List.copyOf(routes);
    this.admission = admission;
    this.threads = threads;
  }

  /** Answers a call to a path below the API's. */
  void handle(String path, Request request, Response response, Callback callback) {
    try {
      List<String> segments = segments(path);
      Route route = route(request.getMethod(), segments);
      Session session = admission.admit(route, request);
      List<String> names = route.match(segments).orElseThrow();
      if (route.method().equals("POST")) {
        readBody(route, request, response, callback, names, session);
      } else {
        answer(
            route, new Call(request, names, session, Json.object(new byte[0])), response, callback);
      }
    } catch (RuntimeException failure) {
      refuse(failure, response, callback);
    }
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.split("/", -1)) {
      try {
        segments.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
      } catch (IllegalArgumentException bad) {
        throw ApiError.badRequest("the path cannot be read: " + bad.getMessage());
      }
    }
    return segments;
  }

  private Route route(String method, List<String> segments) {
    boolean known = false;
    for (Route route : routes) {
      if (route.match(segments).isPresent()) {
        if (route.method().equals(method)) {
          return route;
        }
        known = true;
      }
    }
    throw known
        ? ApiError.of(405, "method", method + " is not for this path")
        : ApiError.notFound("the API has no such path");
  }

  /** Without a thread that waits: a slow sender holds nobody up. */
  private void readBody(
      Route route,
      Request request,
      Response response,
      Callback callback,
      List<String> names,
      @Nullable Session session) {
    int most = session == null ? MAX_BODY_WITHOUT_SESSION : MAX_BODY;
    if (request.getLength() > most) {
      throw ApiError.of(413, "too_large", "the body is larger than %d bytes".formatted(most));
    }
    Content.Source.asByteArrayAsync(
        request,
        most,
        Promise.Invocable.from(
            Invocable.InvocationType.NON_BLOCKING,
            body ->
                threads.execute(
                    () -> withBody(route, request, response, callback, names, session, body)),
            failure -> threads.execute(() -> refuse(unread(failure, most), response, callback))));
  }

  private void withBody(
      Route route,
      Request request,
      Response response,
      Callback callback,
      List<String> names,
      @Nullable Session session,
      byte[] body) {
    try {
      answer(route, new Call(request, names, session, Json.object(body)), response, callback);
    } catch (RuntimeException failure) {
      refuse(failure, response, callback);
    } catch (Error broken) {
      // On a thread of our own nobody else would end the request.
      callback.failed(broken);
      throw broken;
    }
  }

  private static RuntimeException unread(Throwable failure, int most) {
    return failure instanceof IllegalStateException
        ? ApiError.of(413, "too_large", "the body is larger than %d bytes".formatted(most))
        : ApiError.badRequest("the body did not arrive: " + failure.getMessage());
  }

  private void answer(Route route, Call call, Response response, Callback callback) {
    if (!places.tryAcquire()) {
      throw ApiError.of(503, "store", "too many calls wait for the store; try again soon");
    }
    Answer answer;
    try {
      answer = route.endpoint().answer(call);
    } catch (Exception failure) {
      refuse(failure, response, callback);
      return;
    } finally {
      places.release();
    }
    call.newCookie().ifPresent(cookie -> response.getHeaders().add(HttpHeader.SET_COOKIE, cookie));
    EventStream stream = answer.stream();
    if (stream == null) {
      write(answer.status(), answer.json(), response, callback);
    } else {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
      // nginx would keep events back to fill its buffer.
      response.getHeaders().put("X-Accel-Buffering", "no");
      stream.open(response.getRequest(), response, callback);
    }
  }

  /** Answers with what went wrong. */
  void refuse(Exception failure, Response response, Callback callback) {
    ApiError error = error(failure);
    if (response.isCommitted()) {
      callback.failed(failure);
      return;
    }
    if (error.retryAfterSeconds() > 0) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, error.retryAfterSeconds());
    }
    write(error.status(), Json.write(error.body()), response, callback);
  }

  private static ApiError error(Exception failure) {
    if (failure instanceof ApiError known) {
      return known;
    }
    if (failure instanceof HttpException unreadable) {
      return ApiError.of(
          unreadable.getCode(),
          "bad_request",
          "the request cannot be read: " + unreadable.getReason());
    }
    String message = Optional.ofNullable(failure.getMessage()).orElse("");
    if (failure instanceof IllegalArgumentException) {
      return ApiError.badRequest(message);
    }
    if (failure instanceof EventBusException || failure instanceof IllegalStateException) {
      LOG.warn("The dashboard could not reach the store or the bus; the page says so", failure);
      return ApiError.of(503, "store", message);
    }
    LOG.error("The dashboard failed to answer a call; the page shows an error", failure);
    return ApiError.of(500, "internal", "the dashboard failed; its log says why");
  }

  private static void write(int status, byte[] json, Response response, Callback callback) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, json.length);
    response.write(true, ByteBuffer.wrap(json), callback);
  }
}
