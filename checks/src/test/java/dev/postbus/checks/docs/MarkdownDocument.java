package dev.postbus.checks.docs;

import dev.postbus.checks.ProjectFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One document, taken apart: its code blocks, links, the anchors of its headings and its inline
 * code. Knows the Markdown that the docs use, not all there is, and fails on a fence it would
 * otherwise overlook.
 */
final class MarkdownDocument {

  private static final Pattern FENCE = Pattern.compile("^(\\s*)(`{3,}|~{3,})\\s*([^`]*)$");
  private static final Pattern QUOTED_FENCE = Pattern.compile("^\\s*>.*(```|~~~).*$");
  private static final Pattern ATTRIBUTE = Pattern.compile("([\\w-]+)(?:=\"([^\"]*)\")?");
  private static final Pattern HEADING = Pattern.compile("^#{1,6}\\s+(.+?)\\s*#*$");
  private static final Pattern INLINE_CODE = Pattern.compile("(`+)(.+?)\\1");
  private static final List<Pattern> LINKS =
      List.of(
          Pattern.compile("\\]\\(\\s*<?([^)\\s>]+)>?(?:\\s+\"[^\"]*\")?\\s*\\)"),
          Pattern.compile("^\\s*\\[[^\\]]+\\]:\\s*<?([^\\s>]+)>?"),
          Pattern.compile("(?:href|src)=\"([^\"]+)\""));

  private final String name;
  private final List<CodeBlock> blocks = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private final Set<String> anchors = new HashSet<>();
  private final Map<String, Integer> headings = new HashMap<>();
  private final Set<String> inlineCode = new HashSet<>();

  private MarkdownDocument(String name) {
    this.name = name;
  }

  static MarkdownDocument of(Path file) {
    return parse(ProjectFiles.nameOf(file), ProjectFiles.read(file));
  }

  /**
   * Takes a document apart.
   *
   * @throws IllegalArgumentException for a code block without an end or within a quote
   */
  static MarkdownDocument parse(String name, String text) {
    MarkdownDocument document = new MarkdownDocument(name);
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      if (fence.matches()) {
        i = document.block(lines, i, fence);
      } else {
        document.prose(lines.get(i), i + 1);
      }
    }
    return document;
  }

  String name() {
    return name;
  }

  List<CodeBlock> blocks() {
    return List.copyOf(blocks);
  }

  List<Link> links() {
    return List.copyOf(links);
  }

  /** Returns what a link may name after its number sign. */
  Set<String> anchors() {
    return Set.copyOf(anchors);
  }

  Set<String> inlineCode() {
    return Set.copyOf(inlineCode);
  }

  /**
   * Reads the block whose fence is at {@code start}; returns the line of the fence that ends it.
   */
  private int block(List<String> lines, int start, Matcher fence) {
    int indent = fence.group(1).length();
    Pattern end =
        Pattern.compile("^\\s*" + fence.group(2).charAt(0) + "{" + fence.group(2).length() + ",}$");
    StringBuilder text = new StringBuilder();
    for (int i = start + 1; i < lines.size(); i++) {
      String line = lines.get(i);
      if (end.matcher(line.stripTrailing()).matches()) {
        blocks.add(blockOf(fence.group(3).strip(), start + 2, text.toString()));
        return i;
      }
      int leading = line.length() - line.stripLeading().length();
      text.append(line.substring(Math.min(indent, leading))).append('\n');
    }
    throw new IllegalArgumentException(name + ":" + (start + 1) + ": this code block has no end");
  }

  private CodeBlock blockOf(String info, int line, String text) {
    Map<String, String> attributes = new HashMap<>();
    String kind = "";
    Matcher words = ATTRIBUTE.matcher(info);
    while (words.find()) {
      if (words.start() == 0) {
        kind = words.group(1);
      } else {
        attributes.put(words.group(1), words.group(2) == null ? "" : words.group(2));
      }
    }
    return new CodeBlock(name, line, kind, attributes, text);
  }

  private void prose(String line, int number) {
    if (QUOTED_FENCE.matcher(line).matches()) {
      throw new IllegalArgumentException(
          name
              + ":"
              + number
              + ": a code block in a quote is not checked; take it out of the quote");
    }
    Matcher heading = HEADING.matcher(line);
    if (heading.matches()) {
      anchors.add(anchorOf(heading.group(1)));
    }
    Matcher code = INLINE_CODE.matcher(line);
    while (code.find()) {
      inlineCode.add(code.group(2).strip());
    }
    String withoutCode = code.replaceAll("");
    for (Pattern pattern : LINKS) {
      Matcher link = pattern.matcher(withoutCode);
      while (link.find()) {
        links.add(new Link(number, link.group(1)));
      }
    }
  }

  /** Spells an anchor as the usual Markdown viewers do; a repeated heading gets a number. */
  private String anchorOf(String heading) {
    String slug =
        heading
            .replaceAll("!?\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N} _-]", "")
            .replace(' ', '-');
    int repeats = headings.merge(slug, 1, Integer::sum) - 1;
    return repeats == 0 ? slug : slug + "-" + repeats;
  }
}
