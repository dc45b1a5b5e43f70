package dev.postbus.checks.docs;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A check that lets everything pass is worse than none: each is shown something untrue. */
class BlockChecksTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import java.util.List;\n\npublic class Any {\n  List<String> names = List.of();\n}",
        "@EventType(\"order.created\")\nrecord OrderCreated(String id) implements BaseEvent {}",
        "@Subscribe(\"order.*\")\nvoid on(Map<String, Object> order) {}",
        "EmitReceipt receipt = bus.emit(\"order.created\", Map.of(\"id\", 1));\nbus.stop(null);",
        "import java.math.BigDecimal;\n\nvar price = new BigDecimal(\"1\").add(BigDecimal.ONE);"
      })
  void javaIsCompiledAsWhatItIs(String code) {
    assertThatCode(() -> check("```java\n" + code + "\n```\n")).doesNotThrowAnyException();
  }

  @Test
  void laterJavaSeesTheTypesOfEarlierJava() {
    String text =
        """
        ```java
        record OrderCreated(String id) implements BaseEvent {}
        ```
        ```java
        bus.emit(new OrderCreated("1"));
        ```
        """;

    assertThatCode(() -> check(text)).doesNotThrowAnyException();
  }

  @Test
  void wrongJavaIsReportedAtItsLine() {
    assertThatFailureOf("Text.\n```java\nbus.start();\nbus.emitt(1);\n```\n")
        .hasMessageContaining("read as statements")
        .hasMessageContaining("a.md:4: cannot find symbol");
    assertThatFailureOf("```java\nrecord A(Strin a) {}\n```\n")
        .hasMessageContaining("read as types")
        .hasMessageContaining("a.md:2: cannot find symbol");
    assertThatFailureOf("```java\nbus.start(\n```\n").hasMessageContaining("a.md:");
    assertThatFailureOf("```java\nnew Thread().stop();\n```\n").hasMessageContaining("deprecated");
  }

  @Test
  void aProgramIsRunAndItsOutputCompared() {
    String program =
        """
        ```java run
        public class Hello {
          public static void main(String[] args) {
            System.out.println("one\\ntwo");
          }
        }
        ```
        """;

    assertThatCode(() -> check(program + "```text output\none\ntwo\n```\n"))
        .doesNotThrowAnyException();
    assertThatFailureOf(program + "```text output\ntwo\none\n```\n")
        .hasMessageContaining("\"one\" was printed");
    assertThatFailureOf(program.replace("System.out", "throw new Error() {}; //"))
        .isInstanceOf(AssertionError.class);
    assertThatFailureOf("```java run\nrecord A(String text) {}\n```\n")
        .hasMessageContaining("no main method");
  }

  @Test
  void aProgramWithoutEndIsStoppedWhenItHasPrintedTheText() {
    String program =
        """
        ```java run until="ready"
        public class Endless {
          public static void main(String[] args) throws Exception {
            System.out.println("%s");
            new java.util.concurrent.CountDownLatch(1).await();
          }
        }
        ```
        """;

    assertThatCode(() -> check(program.formatted("ready"))).doesNotThrowAnyException();
    assertThatFailureOf(program.formatted("else").replace("new java", "System.exit(0); //"))
        .hasMessageContaining("never printed \"ready\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bash\n./no-such-script",
        "bash\n./postbus stast",
        "bash\n./postbus stats --wacth",
        "bash\nmvn verfiy",
        "bash\nmvn -pl no-such-module verify",
        "bash\nmvn test -Dtest=NoSuchTest",
        "bash\nmvn nosuchplugin:run",
        "bash\nmvn -Pno-such-profile verify",
        "bash\nrm -rf build",
        "bash\necho 'unfinished",
        "bash\n# nothing but a comment",
        "bash run\nmvn verify",
        "bash run\ncd core && cd no-such-folder",
        "console\n$ ./no-such-script",
        "json\n{\"a\": }",
        "yaml\na: [1",
        "yaml\nsingleServerConfig:\n  adress: \"redis://localhost\"",
        "xml\n<dependency>",
        "xml\n<groupId>dev.postbus</groupId>\n<artifactId>postbus-parcel</artifactId>",
        "properties\nkey=\\u00zz",
        "lua\nredis.call('NO.SUCH', 'thing')",
        "mermaid\nstateDiagramm",
        "text output\nprinted by nobody",
        "\nno kind",
        "python\nprint(1)"
      })
  void whatIsUntrueFails(String block) {
    assertThatFailureOf("```" + block + "\n```\n").isInstanceOf(AssertionError.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bash\n# comment\nMODE=a mvn -B -pl core,testkit -am \\\n  clean verify && cd core",
        "bash\nmvn spotless:apply; mvn org.owasp:dependency-check-maven:aggregate",
        "bash\nredis-cli -h localhost -p 6379 llen 'some key' | redis-cli --no-raw PING",
        "bash run\ncd core",
        "bash\n./postbus --host a dead list --text 'a b' --json > list.json # all",
        "json\n{\"a\": [1, 2]}",
        "yaml\nsingleServerConfig:\n  address: \"redis://localhost:6379\"",
        "xml\n<dependency>\n<groupId>dev.postbus</groupId>\n<artifactId>postbus-core</artifactId>\n"
            + "</dependency>",
        "properties\nkey=value",
        "mermaid\nstateDiagram-v2\n  [*] --> ready",
        "text\nanything"
      })
  void whatIsTruePasses(String block) {
    assertThatCode(() -> check("```" + block + "\n```\n")).doesNotThrowAnyException();
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertThatFailureOf(String text) {
    return assertThatThrownBy(() -> check(text));
  }

  private void check(String text) {
    BlockChecks checks = new BlockChecks(folder);
    List<CodeBlock> blocks = MarkdownDocument.parse("a.md", text).blocks();
    blocks.forEach(checks::check);
  }
}
