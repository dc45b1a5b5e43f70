package dev.postbus.redisson;

import dev.postbus.AuditEntry;
import dev.postbus.engine.BoundHandler;
import dev.postbus.engine.ConsumerInfo;
import dev.postbus.engine.ConsumerReport;
import dev.postbus.engine.GroupDirectory;
import dev.postbus.engine.HandlerBinding;
import dev.postbus.engine.Settlement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The small documents that the store writes and reads itself. */
final class Json {

  private static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  /** Reads the directory: a version, then pairs of group and bindings. */
  static GroupDirectory directory(Object version, List<?> groupsAndBindings) {
    Map<String, List<BoundHandler>> groups = new HashMap<>();
    for (int i = 0; i + 1 < groupsAndBindings.size(); i += 2) {
      List<BoundHandler> handlers = new ArrayList<>();
      for (JsonNode handler : MAPPER.readTree((String) groupsAndBindings.get(i + 1))) {
        List<String> patterns = new ArrayList<>();
        handler.get(2).forEach(pattern -> patterns.add(pattern.stringValue()));
        HandlerBinding binding = new HandlerBinding(handler.get(1).stringValue(), patterns);
        handlers.add(new BoundHandler(handler.get(0).intValue(), binding));
      }
      groups.put((String) groupsAndBindings.get(i), handlers);
    }
    return new GroupDirectory((String) version, groups);
  }

  /** Writes patterns as an array. */
  static String patterns(List<String> patterns) {
    return MAPPER.writeValueAsString(patterns);
  }

  /**
   * Writes what people want to know of a consumer, but for the opening brace: the store adds its
   * time first.
   */
  static String consumer(ConsumerInfo info) {
    return rest(
        MAPPER
            .createObjectNode()
            .put("host", info.host())
            .put("pid", info.pid())
            .set("handlers", MAPPER.valueToTree(new TreeSet<>(info.handlerIds()))));
  }

  /** Writes what a consumer tells of itself, but for the opening brace. */
  static String report(ConsumerReport report) {
    ArrayNode running = MAPPER.createArrayNode();
    for (ConsumerReport.Run run : report.runs()) {
      running
          .addArray()
          .add(run.handlerId())
          .add(run.event())
          .add(run.eventId())
          .add(run.attempt())
          .add(run.running().toMillis());
    }
    return rest(
        MAPPER
            .createObjectNode()
            .<ObjectNode>set("handlers", MAPPER.valueToTree(new TreeSet<>(report.handlerIds())))
            .set("running", running));
  }

  /** Writes a note of what somebody did. */
  static String audit(AuditEntry entry) {
    return MAPPER.writeValueAsString(
        MAPPER
            .createObjectNode()
            .put("at", entry.at().toEpochMilli())
            .put("who", entry.who())
            .put("action", entry.action())
            .put("target", entry.target()));
  }

  /** Reads any document. */
  static JsonNode tree(String text) {
    return MAPPER.readTree(text);
  }

  /** Writes an object but for its opening brace. */
  private static String rest(JsonNode object) {
    return MAPPER.writeValueAsString(object).substring(1);
  }

  /**
   * Writes the facts of a dead letter, but for the opening brace: the store adds its time first.
   */
  static String deadLetterFacts(Settlement.Dead dead) {
    return rest(
        MAPPER
            .createObjectNode()
            .put("handler", dead.handlerId())
            .put("attempts", dead.attempts())
            .put("reason", dead.reason()));
  }
}
