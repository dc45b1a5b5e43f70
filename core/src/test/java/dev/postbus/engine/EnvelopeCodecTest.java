package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.EmitOptions;
import dev.postbus.EventMetadata;
import dev.postbus.EventQueue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is on the wire, to the letter: other versions and other languages read and write it. */
class EnvelopeCodecTest {

  private static final Instant TIME = Instant.parse("2026-11-23T10:15:30.123Z");
  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

  private final EnvelopeCodec codec = new EnvelopeCodec(PayloadMapper.create(), 1_000);

  private record Line(String text, BigDecimal price) {}

  private record Order(
      String id, List<Line> lines, Optional<LocalDate> due, Duration patience, Object note) {}

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private Envelope decode(String json) {
    return codec.decode(bytes(json), NOW);
  }

  @Test
  void anEventIsOneCloudEventWithItsDataLastAndNoClassName() {
    EmitOptions options =
        EmitOptions.builder().correlationId("r-77").attempts(4).header("tenant", "blue").build();
    Order order =
        new Order(
            "A-1",
            List.of(new Line("tea", new BigDecimal("2.50"))),
            Optional.of(LocalDate.of(2026, 12, 24)),
            Duration.ofMinutes(5),
            new Line("for Ada", BigDecimal.ONE));

    byte[] element = codec.encode("2f1c", "order.created", "shop", TIME, options, order);

    assertThat(new String(element, StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {'specversion':'1.0','id':'2f1c','source':'shop','type':'order.created',\
            'time':'2026-11-23T10:15:30.123Z','datacontenttype':'application/json',\
            'correlationid':'r-77','attempts':4,'tenant':'blue',\
            'data':{'id':'A-1','lines':[{'text':'tea','price':2.50}],'due':'2026-12-24',\
            'patience':'PT5M','note':{'text':'for Ada','price':1}}}\
            """
                .replace('\'', '"'));
  }

  @Test
  void whatIsWrittenIsReadBack() {
    EmitOptions options =
        EmitOptions.builder().correlationId("r-77").attempts(4).header("tenant", "blue").build();
    byte[] element = codec.encode("2f1c", "order.created", "shop", TIME, options, Map.of("n", 1));

    Envelope envelope = codec.decode(Elements.of(element, List.of(1, 4)), NOW);

    EventMetadata metadata = envelope.metadata(EventQueue.LOW);
    assertThat(metadata.eventId()).isEqualTo("2f1c");
    assertThat(metadata.event()).isEqualTo("order.created");
    assertThat(metadata.source()).isEqualTo("shop");
    assertThat(metadata.timestamp()).isEqualTo(TIME);
    assertThat(metadata.queue()).isEqualTo(EventQueue.LOW);
    assertThat(metadata.correlationId()).contains("r-77");
    assertThat(metadata.headers()).isEqualTo(Map.of("tenant", "blue"));
    assertThat(envelope.attempts()).isEqualTo(4);
    assertThat(envelope.payloadJson()).isEqualTo("{\"n\":1}");
  }

  @Test
  void attributesMayComeInAnyOrderAndThoseOfLaterVersionsAreNoObstacle() {
    Envelope envelope =
        decode(
            "{'data':{'n':1}, 'type':'a.b', 'later':{'deep':[1,{}]}, 'count':7, 'none':null,"
                + " 'tenant':'blue', 'source':'elsewhere', 'id':'x', 'specversion':'1.9'}");

    assertThat(envelope.event()).isEqualTo("a.b");
    assertThat(envelope.headers()).isEqualTo(Map.of("tenant", "blue"));
    assertThat(envelope.payloadJson()).isEqualTo("{\"n\":1}");
  }

  @Test
  void withoutATimeItIsThatOfTheReader() {
    Envelope envelope = decode("{'specversion':'1.0','id':'x','source':'s','type':'t','data':1}");

    assertThat(envelope.timestamp()).isEqualTo(NOW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/json; charset=utf-8"})
  void dataIsJson(String type) {
    Envelope envelope =
        decode(
            "{'specversion':'1.0','id':'x','source':'s','type':'t','datacontenttype':'%s','data':1}"
                .formatted(type));

    assertThat(envelope.payloadJson()).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[]                                                       | is not a JSON object",
        "{'id':'x','source':'s','type':'t','data':1}              | lacks one of the CloudEvents",
        "{'specversion':'1.0','id':'','source':'s','type':'t','data':1} | lacks one of",
        "{'specversion':'2.0','id':'x','source':'s','type':'t','data':1} | \"2.0\"; 1.x is",
        "{'specversion':'1.0','id':'x','source':'s','type':'t'}   | has no data",
        "{'specversion':'1.0','id':'x','source':'s','type':'t','time':'noon','data':1} | RFC 3339",
        "{'specversion':'1.0','id':'x','source':'s','type':'t','data':1} {} | does not end with",
        "{'specversion':'1.0','id':'x','source':'s','type':'t','data':1 | is not JSON",
      })
  void whatCannotBeReadIsSaid(String element, String problem) {
    assertThatThrownBy(() -> decode(element))
        .isInstanceOf(UnreadableElementException.class)
        .hasMessageContaining(problem);
  }
}
