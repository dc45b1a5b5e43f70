package dev.postbus.checks.docs;

import dev.postbus.checks.ProjectFiles;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.redisson.config.Config;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Checks the blocks that hold data: each must parse, and say what the project can use. */
final class DataBlocks {

  private static final Pattern REDISSON_FILE = Pattern.compile("(?m)^\\w+Servers?Config:");
  private static final Pattern OWN_ARTIFACT =
      Pattern.compile("<groupId>dev\\.postbus</groupId>\\s*<artifactId>([^<]+)</artifactId>");
  private static final Set<String> DIAGRAMS =
      Set.of("stateDiagram-v2", "sequenceDiagram", "flowchart", "graph", "classDiagram");

  private DataBlocks() {}

  static void checkJson(String text) {
    try {
      JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      throw new AssertionError("This is no JSON: " + e.getMessage(), e);
    }
  }

  /** Parses YAML; when it is a Redisson file, Redisson reads it. */
  static void checkYaml(String text) {
    try {
      new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
      if (REDISSON_FILE.matcher(text).find()) {
        Config.fromYAML(text);
      }
    } catch (RuntimeException e) {
      throw new AssertionError("This YAML cannot be used: " + e.getMessage(), e);
    }
  }

  /** Parses XML, which may be a part of a file; artifacts of ours must be among our modules. */
  static void checkXml(String text) {
    try {
      String whole = text.startsWith("<?xml") ? text : "<part>" + text + "</part>";
      DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      parser.setErrorHandler(null); // the default one prints, beside throwing
      parser.parse(new InputSource(new StringReader(whole)));
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new AssertionError("This is no XML: " + e.getMessage(), e);
    }
    Matcher artifact = OWN_ARTIFACT.matcher(text);
    List<String> poms =
        ProjectFiles.matching(name -> name.endsWith("pom.xml")).stream()
            .map(ProjectFiles::read)
            .toList();
    while (artifact.find()) {
      String name = "<artifactId>" + artifact.group(1) + "</artifactId>\n";
      if (poms.stream().noneMatch(pom -> pom.contains("</parent>\n\n  " + name))) {
        throw new AssertionError("There is no module " + artifact.group(1));
      }
    }
  }

  static void checkProperties(String text) {
    try {
      new Properties().load(new StringReader(text));
    } catch (IOException | IllegalArgumentException e) {
      throw new AssertionError("These are no properties: " + e.getMessage(), e);
    }
  }

  /** A piece of Lua must be, apart from its indentation, in one of our scripts. */
  static void checkLua(String text) {
    String piece = withoutIndentation(text);
    if (ProjectFiles.matching(name -> name.endsWith(".lua")).stream()
        .noneMatch(file -> withoutIndentation(ProjectFiles.read(file)).contains(piece))) {
      throw new AssertionError("No script of ours holds these lines (any more)");
    }
  }

  static void checkMermaid(String text) {
    String kind = text.strip().split("\\s+", 2)[0];
    if (!DIAGRAMS.contains(kind)) {
      throw new AssertionError("\"%s\" is none of the diagrams %s".formatted(kind, DIAGRAMS));
    }
  }

  private static String withoutIndentation(String text) {
    return text.strip().replaceAll("\\s*\\n\\s*", "\n");
  }
}
