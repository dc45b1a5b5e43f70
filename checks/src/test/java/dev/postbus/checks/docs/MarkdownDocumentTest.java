package dev.postbus.checks.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkdownDocumentTest {

  @Test
  void blocksKnowTheirLineKindAndAttributes() {
    MarkdownDocument document =
        MarkdownDocument.parse(
            "a.md",
            """
            # Title

            ```java run until="it works"
            int a;
            ```
            1. a list

               ~~~~json
               {"a": [
                 "~~~"]}
               ~~~~
            """);

    assertThat(document.blocks())
        .containsExactly(
            new CodeBlock("a.md", 4, "java", Map.of("run", "", "until", "it works"), "int a;\n"),
            new CodeBlock("a.md", 9, "json", Map.of(), "{\"a\": [\n  \"~~~\"]}\n"));
  }

  @Test
  void linksInsideCodeAreNotLinks() {
    MarkdownDocument document =
        MarkdownDocument.parse(
            "a.md",
            """
            [one](b.md#part "title") and `[no](c.md)`, [![badge](d.svg)](e.md)
            ```text
            [no](f.md)
            ```
            [ref]: g.md
            <img src="h.png">
            """);

    assertThat(document.links())
        .containsExactlyInAnyOrder(
            new Link(1, "b.md#part"),
            new Link(1, "d.svg"),
            new Link(1, "e.md"),
            new Link(5, "g.md"),
            new Link(6, "h.png"));
    assertThat(document.inlineCode()).containsExactly("[no](c.md)");
  }

  @Test
  void headingsGiveAnchorsAndRepeatedOnesGetANumber() {
    MarkdownDocument document =
        MarkdownDocument.parse("a.md", "# What `emit()` does, and why\n## Part\n## Part\n");

    assertThat(document.anchors())
        .containsExactlyInAnyOrder("what-emit-does-and-why", "part", "part-1");
  }

  @Test
  void codeThatWouldBeOverlookedIsRefused() {
    assertThatThrownBy(() -> MarkdownDocument.parse("a.md", "text\n```java\nint a;\n"))
        .hasMessage("a.md:2: this code block has no end");
    assertThatThrownBy(() -> MarkdownDocument.parse("a.md", "> ```java\n> int a;\n> ```\n"))
        .hasMessageContaining("a.md:1: a code block in a quote");
  }
}
