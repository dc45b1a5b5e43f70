package dev.postbus.redisson;

import dev.postbus.EventBusException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Knocks once, as Redisson will, before Redisson does. It repeats what can never succeed, a wrong
 * password too, for many seconds and then says little; here the reason is known at once. What it
 * does not understand it leaves to Redisson.
 */
final class RedisProbe {

  private static final int LONGEST_REPLY = 4_000;

  private final RedisSettings settings;
  private final String where;

  RedisProbe(RedisSettings settings) {
    this.settings = settings;
    this.where = settings.host() + ":" + settings.port();
  }

  /**
   * Connects, authenticates and selects the database, then hangs up.
   *
   * @throws EventBusException when nobody listens or Redis refuses; what is wrong, in one sentence
   */
  void run() {
    InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
    if (address.isUnresolved()) {
      throw new EventBusException(
          "there is no host \"%s\"; set REDIS_HOST to where Redis runs".formatted(settings.host()));
    }
    try (Socket socket = new Socket()) {
      connect(socket, address);
      socket.setSoTimeout((int) settings.connectTimeout().toMillis());
      try (Socket connected = settings.tls() ? encrypted(socket) : socket) {
        greet(connected);
      }
    } catch (IOException unclear) {
      return; // it listens but speaks strangely, or is slow: Redisson has patience
    }
  }

  private void connect(Socket socket, InetSocketAddress address) {
    try {
      socket.connect(address, (int) settings.connectTimeout().toMillis());
    } catch (IOException unreachable) {
      throw new EventBusException(
          "no Redis answers at %s (%s); start one there, or set REDIS_HOST and REDIS_PORT to where it runs"
              .formatted(where, unreachable.getMessage()),
          unreachable);
    }
  }

  /** Trusts whom Redisson would trust: the JDK's authorities, for the name of the host. */
  private Socket encrypted(Socket socket) {
    try {
      SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
      SSLSocket encrypted =
          (SSLSocket) factory.createSocket(socket, settings.host(), settings.port(), true);
      SSLParameters parameters = encrypted.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      encrypted.setSSLParameters(parameters);
      encrypted.startHandshake();
      return encrypted;
    } catch (IOException refused) {
      throw new EventBusException(
          "no TLS with Redis at %s (%s); check that it speaks TLS on this port and that its certificate is trusted here, or leave REDIS_TLS out"
              .formatted(where, refused.getMessage()),
          refused);
    }
  }

  private void greet(Socket socket) throws IOException {
    InputStream replies = new BufferedInputStream(socket.getInputStream());
    if (settings.password().isPresent()) {
      String password = settings.password().get();
      send(
          socket,
          settings
              .username()
              .map(username -> List.of("AUTH", username, password))
              .orElseGet(() -> List.of("AUTH", password)));
      check(reply(replies));
    }
    send(socket, List.of("SELECT", String.valueOf(settings.database())));
    check(reply(replies));
  }

  private static void send(Socket socket, List<String> command) throws IOException {
    StringBuilder text = new StringBuilder("*").append(command.size()).append("\r\n");
    for (String word : command) {
      int bytes = word.getBytes(StandardCharsets.UTF_8).length;
      text.append('$').append(bytes).append("\r\n").append(word).append("\r\n");
    }
    socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  private static String reply(InputStream replies) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int at = replies.read(); at != '\r'; at = replies.read()) {
      if (at < 0 || line.length() > LONGEST_REPLY) {
        throw new IOException("not a reply of Redis");
      }
      line.append((char) at);
    }
    replies.read(); // the line feed
    return line.toString();
  }

  private void check(String reply) {
    if (reply.startsWith("-WRONGPASS ")) {
      throw refused(reply, "check REDIS_USERNAME and REDIS_PASSWORD");
    }
    if (reply.startsWith("-NOAUTH ")) {
      throw refused(reply, "set REDIS_PASSWORD");
    }
    if (reply.startsWith("-ERR AUTH ")) {
      throw refused(reply, "leave REDIS_PASSWORD out, or give that Redis a password");
    }
    if (reply.startsWith("-DENIED ")) {
      throw refused(reply, "set a password there and REDIS_PASSWORD here");
    }
    if (reply.startsWith("-ERR max number of clients")) {
      throw refused(reply, "raise its maxclients, or end some of its clients");
    }
    if (reply.startsWith("-ERR DB index is out of range")) {
      throw refused(reply, "set REDIS_DATABASE to a number it has");
    }
  }

  private EventBusException refused(String reply, String remedy) {
    String firstSentence = reply.substring(1).split("[.]( |$)", 2)[0];
    return new EventBusException(
        "Redis at %s refuses the connection: %s; %s"
            .formatted(settings.where(), firstSentence, remedy));
  }
}
