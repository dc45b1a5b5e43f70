package dev.postbus.checks.docs;

import dev.postbus.checks.ProjectFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks what a document points to: files, headings, tests, scripts, environment variables. */
final class References {

  private static final Pattern ELSEWHERE = Pattern.compile("^[a-z][a-z0-9+.-]*:.*");
  private static final Pattern TEST =
      Pattern.compile("^([A-Z]\\w*(?:Test|Contract|IT))(?:[.#](\\w+))?(?:\\(\\))?$");
  private static final Pattern SCRIPT = Pattern.compile("^[\\w/-]+\\.lua$");
  private static final Pattern VARIABLE =
      Pattern.compile("\\b(?:EVENT_BUS|REDIS|REDISSON|POSTBUS)_[A-Z][A-Z_]*\\b");

  private final Map<String, String> sources = new TreeMap<>();

  References() {
    ProjectFiles.matching(
            name ->
                name.endsWith(".java")
                    || name.endsWith(".lua")
                    || name.equals("sample")
                    || name.startsWith(".ci/"))
        .forEach(file -> sources.put(ProjectFiles.nameOf(file), ProjectFiles.read(file)));
  }

  /** Returns what is wrong with the links of a document that stay inside the project. */
  List<String> brokenLinks(MarkdownDocument document) {
    List<String> broken = new ArrayList<>();
    Path file = ProjectFiles.root().resolve(document.name());
    for (Link link : document.links()) {
      if (ELSEWHERE.matcher(link.target()).matches()) {
        continue;
      }
      String[] parts = link.target().split("#", 2);
      Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
      if (!target.startsWith(ProjectFiles.root()) || !Files.exists(target)) {
        broken.add(at(document, link) + "leads to no file");
      } else if (parts.length == 2
          && parts[0].matches("|.*\\.md")
          && !MarkdownDocument.of(target).anchors().contains(parts[1])) {
        broken.add(at(document, link) + "leads to no heading of that file");
      }
    }
    return broken;
  }

  /** Returns the tests, scripts and variables in inline code that the project does not have. */
  List<String> unknownNames(MarkdownDocument document) {
    List<String> unknown = new ArrayList<>();
    for (String code : document.inlineCode()) {
      Matcher test = TEST.matcher(code);
      if (test.matches() && !isTest(test.group(1), test.group(2))) {
        unknown.add(document.name() + ": there is no test `" + code + "`");
      }
      if (SCRIPT.matcher(code).matches()
          && sources.keySet().stream().noneMatch(name -> name.endsWith("/" + code))) {
        unknown.add(document.name() + ": there is no script `" + code + "`");
      }
      Matcher variable = VARIABLE.matcher(code);
      while (variable.find()) {
        String name = variable.group();
        if (sources.values().stream().noneMatch(text -> text.contains(name))) {
          unknown.add(document.name() + ": nothing reads the variable `" + name + "`");
        }
      }
    }
    return unknown;
  }

  private boolean isTest(String type, @Nullable String method) {
    return sources.entrySet().stream()
        .filter(source -> source.getKey().endsWith("/" + type + ".java"))
        .anyMatch(source -> method == null || source.getValue().contains("void " + method + "("));
  }

  private static String at(MarkdownDocument document, Link link) {
    return "%s:%d: the link \"%s\" ".formatted(document.name(), link.line(), link.target());
  }
}
