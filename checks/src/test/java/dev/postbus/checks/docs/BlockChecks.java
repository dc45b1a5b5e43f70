package dev.postbus.checks.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.checks.ProjectFiles;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Checks the blocks of one document, in their order. */
final class BlockChecks {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final JavaBlocks java;
  private final ShellBlocks shell = new ShellBlocks();
  private Optional<String> printed = Optional.empty();

  /** Compiles Java into the folder, which need not be there. */
  BlockChecks(Path output) {
    this.java = new JavaBlocks(output);
  }

  /**
   * Checks the next block.
   *
   * @throws AssertionError that says what is untrue
   */
  void check(CodeBlock block) {
    Optional<String> printedBefore = printed;
    printed = Optional.empty();
    switch (block.kind()) {
      case "java" -> checkJava(block);
      case "bash", "sh", "console" -> printed = shell.check(block);
      case "json" -> DataBlocks.checkJson(block.text());
      case "yaml" -> DataBlocks.checkYaml(block.text());
      case "xml" -> DataBlocks.checkXml(block.text());
      case "properties" -> DataBlocks.checkProperties(block.text());
      case "lua" -> DataBlocks.checkLua(block.text());
      case "mermaid" -> DataBlocks.checkMermaid(block.text());
      case "text" -> checkText(block, printedBefore);
      default ->
          throw new AssertionError(
              "A block of kind \"%s\" cannot be checked; name one of java, bash, sh, console, json,"
                      .formatted(block.kind())
                  + " yaml, xml, properties, lua, mermaid, text");
    }
  }

  private void checkJava(CodeBlock block) {
    JavaBlocks.Compiled compiled = java.compile(block);
    if (!block.isRun()) {
      return;
    }
    String mainClass =
        compiled
            .mainClass()
            .orElseThrow(() -> new AssertionError("There is no main method to run"));
    String java = String.join(File.separator, System.getProperty("java.home"), "bin", "java");
    Program program =
        new Program(
            List.of(java, "-cp", compiled.classPath(), mainClass), ProjectFiles.root(), LIMIT);
    printed = Optional.of(program.run(Optional.ofNullable(block.attributes().get("until"))));
  }

  /** The lines of {@code text output} must have been printed in this order, maybe among others. */
  private static void checkText(CodeBlock block, Optional<String> printed) {
    if (!block.attributes().containsKey("output")) {
      return;
    }
    String output =
        printed.orElseThrow(
            () -> new AssertionError("Output must follow the block that is run to print it"));
    int from = 0;
    for (String line : block.text().lines().map(String::strip).toList()) {
      int found = output.indexOf(line, from);
      assertThat(found).as("\"%s\" was printed in%n%s", line, output).isNotNegative();
      from = found + line.length();
    }
  }
}
