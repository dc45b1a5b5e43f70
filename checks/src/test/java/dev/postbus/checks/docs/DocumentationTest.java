package dev.postbus.checks.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.checks.ProjectFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds README.md and docs to the truth. A code block names its kind: {@code java} is compiled,
 * {@code java run} run too (with {@code until="text"} it is stopped when it has printed that), and
 * a {@code text output} block after it lists lines it must have printed; {@code bash} commands must
 * exist, those in {@code bash run} must work; data must parse.
 */
class DocumentationTest {

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicNode> everyCodeBlockIsTrue() {
    return documents()
        .filter(document -> !document.blocks().isEmpty())
        .map(
            document ->
                DynamicContainer.dynamicContainer(document.name(), testsOf(document).stream()));
  }

  @TestFactory
  Stream<DynamicTest> everyLinkLeadsSomewhere() {
    References references = new References();
    return documents()
        .map(
            document ->
                DynamicTest.dynamicTest(
                    document.name(), () -> assertThat(references.brokenLinks(document)).isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> everyTestScriptAndVariableExists() {
    References references = new References();
    return documents()
        .map(
            document ->
                DynamicTest.dynamicTest(
                    document.name(),
                    () -> assertThat(references.unknownNames(document)).isEmpty()));
  }

  private static Stream<MarkdownDocument> documents() {
    return ProjectFiles.matching(name -> name.matches("[^/]+\\.md|docs/.+\\.md")).stream()
        .map(MarkdownDocument::of);
  }

  private List<DynamicTest> testsOf(MarkdownDocument document) {
    BlockChecks blocks = new BlockChecks(folder.resolve(document.name().replaceAll("\\W", "-")));
    List<DynamicTest> tests = new ArrayList<>();
    for (CodeBlock block : document.blocks()) {
      tests.add(DynamicTest.dynamicTest(block.title(), () -> blocks.check(block)));
    }
    return tests;
  }
}
