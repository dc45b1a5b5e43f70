package dev.postbus.redisson;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.handler.State;
import org.redisson.client.protocol.Decoder;
import org.redisson.client.protocol.Encoder;

/**
 * What goes into scripts and comes out of them: bytes, a part of bytes, or anything else as its
 * text; back comes text, or {@link Stored} when there is a line end in it. Elements are so copied
 * once only.
 *
 * <p>Extends Redisson's codec because Redisson tries to copy foreign codecs by reflection.
 */
final class ScriptCodec extends ByteArrayCodec {

  static final ScriptCodec INSTANCE = new ScriptCodec();

  private static final byte[] START = "{\"h".getBytes(StandardCharsets.US_ASCII);

  /**
   * A stored value.
   *
   * @param head its first line: the state of a delivery, the facts of a dead letter
   * @param element the rest
   */
  record Stored(String head, byte[] element) {}

  /**
   * Bytes without their beginning.
   *
   * @param bytes the bytes, which must not be changed any more
   * @param from where to begin
   */
  record Tail(byte[] bytes, int from) {}

  private ScriptCodec() {}

  /** Returns a reply as text, also one with line ends. */
  static String text(Object reply) {
    return reply instanceof Stored stored
        ? stored.head() + "\n" + new String(stored.element(), StandardCharsets.UTF_8)
        : (String) reply;
  }

  /** Returns a reply that is an element, or what somebody else put in its place. */
  static byte[] bytes(Object reply) {
    return reply instanceof Stored stored && stored.head().isEmpty()
        ? stored.element()
        : text(reply).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Encoder getValueEncoder() {
    return ScriptCodec::encode;
  }

  @Override
  public Decoder<Object> getValueDecoder() {
    return ScriptCodec::decode;
  }

  private static ByteBuf encode(Object value) {
    if (value instanceof byte[] bytes) {
      return Unpooled.wrappedBuffer(bytes);
    }
    if (value instanceof Tail tail) {
      return Unpooled.wrappedBuffer(tail.bytes(), tail.from(), tail.bytes().length - tail.from());
    }
    return Unpooled.wrappedBuffer(value.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Object decode(ByteBuf buffer, State state) {
    if (isElement(buffer)) {
      byte[] element = new byte[buffer.readableBytes()];
      buffer.getBytes(buffer.readerIndex(), element);
      return new Stored("", element);
    }
    int line = buffer.bytesBefore((byte) '\n');
    if (line < 0) {
      return buffer.toString(StandardCharsets.UTF_8);
    }
    String head =
        line == 0 ? "" : buffer.toString(buffer.readerIndex(), line, StandardCharsets.UTF_8);
    byte[] element = new byte[buffer.readableBytes() - line - 1];
    buffer.getBytes(buffer.readerIndex() + line + 1, element);
    return new Stored(head, element);
  }

  /** A first delivery that names its handlers is stored without a state; nothing else begins so. */
  private static boolean isElement(ByteBuf buffer) {
    return buffer.readableBytes() > START.length
        && buffer.getByte(buffer.readerIndex()) == START[0]
        && buffer.getByte(buffer.readerIndex() + 2) == START[2];
  }
}
