package dev.postbus.testkit.redis;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One plain connection for a few commands of a test, without any client library. Not thread-safe.
 */
final class RedisCommands implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 5_000;

  private final Socket socket;
  private final InputStream in;

  private RedisCommands(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** Connects, authenticates and selects the database. */
  static RedisCommands connect(RedisEndpoint endpoint) throws IOException {
    Socket socket = endpoint.tls() ? SSLSocketFactory.getDefault().createSocket() : new Socket();
    try {
      socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      RedisCommands commands = new RedisCommands(socket);
      if (endpoint.password().isPresent()) {
        List<String> auth = new ArrayList<>(List.of("AUTH"));
        endpoint.username().ifPresent(auth::add);
        auth.add(endpoint.password().get());
        commands.call(auth.toArray(String[]::new));
      }
      if (endpoint.database() != 0) {
        commands.call("SELECT", String.valueOf(endpoint.database()));
      }
      return commands;
    } catch (IOException | RuntimeException failure) {
      socket.close();
      throw failure;
    }
  }

  /**
   * Sends a command and returns its reply: text, a number, a list, or null.
   *
   * @throws IOException also when Redis answers with an error
   */
  @Nullable Object call(String... command) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    line(out, "*" + command.length);
    for (String argument : command) {
      byte[] bytes = argument.getBytes(StandardCharsets.UTF_8);
      line(out, "$" + bytes.length);
      out.write(bytes);
      line(out, "");
    }
    socket.getOutputStream().write(out.toByteArray());
    socket.getOutputStream().flush();
    return reply();
  }

  private static void line(ByteArrayOutputStream out, String text) throws IOException {
    out.write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private @Nullable Object reply() throws IOException {
    String head = readLine();
    String rest = head.substring(1);
    return switch (head.charAt(0)) {
      case '+' -> rest;
      case '-' -> throw new IOException("Redis answers: " + rest);
      case ':' -> Long.valueOf(rest);
      case '$' -> bulk(Integer.parseInt(rest));
      case '*' -> array(Integer.parseInt(rest));
      default -> throw new IOException("this is no Redis: it answers \"" + head + "\"");
    };
  }

  private @Nullable String bulk(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    byte[] bytes = in.readNBytes(length + 2);
    if (bytes.length < length + 2) {
      throw new EOFException("the connection ended within a reply");
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private @Nullable List<@Nullable Object> array(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    List<@Nullable Object> items = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      items.add(reply());
    }
    return items;
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int at = in.read(); at != '\r'; at = in.read()) {
      if (at < 0) {
        throw new EOFException("the connection ended without a reply");
      }
      line.write(at);
    }
    if (in.read() != '\n' || line.size() == 0) {
      throw new IOException("this is no Redis: its answer has no proper line");
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
