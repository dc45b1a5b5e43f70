package dev.postbus.benchmarks.harness;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The Redis protocol and nothing else: as little as a client can be, so that what is measured
 * through it is Redis. Commands may be written ahead of reading replies. One thread may write while
 * another reads.
 */
public final class RawRedis implements AutoCloseable {

  private static final int BUFFER = 1 << 18;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private RawRedis(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
  }

  /** Connects. */
  public static RawRedis connect(String host, int port) throws IOException {
    return new RawRedis(new Socket(host, port));
  }

  /** Returns a command as it is sent; its words are byte arrays, or anything with a text. */
  public static byte[] encode(Object... words) {
    ByteArrayOutputStream command = new ByteArrayOutputStream(512);
    command.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
    for (Object word : words) {
      byte[] bytes =
          word instanceof byte[] raw ? raw : word.toString().getBytes(StandardCharsets.UTF_8);
      command.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
      command.writeBytes(bytes);
      command.write('\r');
      command.write('\n');
    }
    return command.toByteArray();
  }

  /** Writes a command that was encoded before. */
  public void write(byte[] command) throws IOException {
    out.write(command);
  }

  /** Sends what was written. */
  public void flush() throws IOException {
    out.flush();
  }

  /** Sends a command and returns its reply. */
  public Object call(Object... words) throws IOException {
    write(encode(words));
    flush();
    return read();
  }

  /**
   * Reads a reply: a {@code Long}, {@code byte[]}, {@code String} for a status, a list, or an empty
   * array for nothing.
   *
   * @throws IOException also when Redis answers with an error
   */
  public Object read() throws IOException {
    int type = in.read();
    String line = line();
    return switch (type) {
      case '+' -> line;
      case '-' -> throw new IOException("Redis says: " + line);
      case ':' -> Long.valueOf(line);
      case '$' -> bulk(Integer.parseInt(line));
      case '*' -> list(Integer.parseInt(line));
      default -> throw new EOFException("Redis has closed the connection");
    };
  }

  private List<Object> list(int length) throws IOException {
    List<Object> list = new ArrayList<>(Math.max(0, length));
    for (int i = 0; i < length; i++) {
      list.add(read());
    }
    return list;
  }

  private byte[] bulk(int length) throws IOException {
    if (length < 0) {
      return new byte[0];
    }
    byte[] bytes = in.readNBytes(length);
    if (in.read() != '\r' || in.read() != '\n') {
      throw new EOFException("a reply ended too early");
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\r' && next >= 0; next = in.read()) {
      line.append((char) next);
    }
    in.read();
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
