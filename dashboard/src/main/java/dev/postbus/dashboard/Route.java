package dev.postbus.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A path of the API below {@code /api/}, {@code *} for a name, and what is demanded of a call.
 *
 * @param method GET or POST
 * @param path its segments
 * @param demands what is checked before the endpoint is asked
 * @param endpoint answers
 */
record Route(String method, List<String> path, Demands demands, Endpoint endpoint) {

  /** What a call must bring. */
  enum Demands {
    /** Nothing: the session and the login. */
    NOTHING,
    /** A session. */
    SESSION,
    /** A session and its CSRF token. */
    CSRF,
    /** The same, and that changes are allowed at all. */
    CHANGES
  }

  /** Answers a call; blocking. */
  @FunctionalInterface
  interface Endpoint {

    /** Returns what is sent. */
    Answer answer(Call call) throws Exception;
  }

  static Route get(String path, Endpoint endpoint) {
    return new Route("GET", List.of(path.split("/")), Demands.SESSION, endpoint);
  }

  static Route change(String path, Endpoint endpoint) {
    return new Route("POST", List.of(path.split("/")), Demands.CHANGES, endpoint);
  }

  Route demanding(Demands other) {
    return new Route(method, path, other, endpoint);
  }

  /** Returns what stands for the stars; empty when the path is another one. */
  Optional<List<String>> match(List<String> segments) {
    if (segments.size() != path.size()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      if (path.get(i).equals("*")) {
        names.add(segments.get(i));
      } else if (!path.get(i).equals(segments.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(names);
  }
}
