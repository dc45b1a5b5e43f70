package dev.postbus.sample;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The Redis that the sample takes.
 *
 * @param description which it is, and why it was taken
 * @param environment the variables by which this process and the workers reach it
 * @param end what is to be done when it is needed no more
 */
record RedisChoice(String description, Map<String, String> environment, AutoCloseable end) {

  private static final String HOST = "127.0.0.1";
  private static final int PORT = 6379;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Takes the one that the environment names, else the usual one here, else starts one. */
  static RedisChoice of(Map<String, String> environment) {
    if (isSet(environment, "REDISSON_CONFIG")) {
      return given("the one of " + environment.get("REDISSON_CONFIG"), environment);
    }
    if (isSet(environment, "REDIS_HOST") || isSet(environment, "REDIS_PORT")) {
      String host = isSet(environment, "REDIS_HOST") ? environment.get("REDIS_HOST") : "localhost";
      String port = isSet(environment, "REDIS_PORT") ? environment.get("REDIS_PORT") : "" + PORT;
      return given("%s:%s, named by REDIS_HOST and REDIS_PORT".formatted(host, port), environment);
    }
    if (answers(HOST, PORT)) {
      return given("%s:%d, which answers".formatted(HOST, PORT), at(environment, PORT));
    }
    OwnRedis own = OwnRedis.start();
    return new RedisChoice(
        "one of its own on port %d, as none answers on %s:%d".formatted(own.port(), HOST, PORT),
        at(withoutRedis(environment), own.port()),
        own);
  }

  private static RedisChoice given(String description, Map<String, String> environment) {
    return new RedisChoice(description, environment, () -> {});
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isBlank();
  }

  /** What is said about another Redis, such as a password, is not for ours. */
  private static Map<String, String> withoutRedis(Map<String, String> environment) {
    Map<String, String> result = new HashMap<>(environment);
    result.keySet().removeIf(name -> name.startsWith("REDIS"));
    return result;
  }

  private static Map<String, String> at(Map<String, String> environment, int port) {
    Map<String, String> result = new HashMap<>(environment);
    result.put("REDIS_HOST", HOST);
    result.put("REDIS_PORT", String.valueOf(port));
    return Map.copyOf(result);
  }

  /** Returns whether a Redis that lets us in without a password answers there. */
  static boolean answers(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(7), StandardCharsets.US_ASCII).equals("+PONG\r\n");
    } catch (IOException none) {
      return false;
    }
  }
}
