package dev.postbus.checks.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The arrows of the design, between our packages and to the libraries of others. A package that is
 * not in the table fails: whoever adds one decides here what it may know.
 */
class ArchitectureTest {

  private static final String API = "dev.postbus";
  private static final String ENGINE = "dev.postbus.engine";
  private static final String LOCAL = "dev.postbus.local";
  private static final String REDISSON = "dev.postbus.redisson";
  private static final String GUICE = "dev.postbus.guice";
  private static final String DASHBOARD = "dev.postbus.dashboard";
  private static final String MICROMETER = "dev.postbus.micrometer";
  private static final String OPENTELEMETRY = "dev.postbus.opentelemetry";
  private static final String CLI = "dev.postbus.cli";
  private static final String TESTKIT = "dev.postbus.testkit";
  private static final String SAMPLE = "dev.postbus.sample";

  /** A box of the drawing (a package and those below it, the API alone) and what it may know. */
  private static final Map<String, Set<String>> OWN =
      Map.ofEntries(
          Map.entry(API, Set.of()),
          Map.entry(ENGINE, Set.of(API)),
          Map.entry(LOCAL, Set.of(API, ENGINE)),
          Map.entry(REDISSON, Set.of(API, ENGINE)),
          Map.entry(GUICE, Set.of(API, ENGINE, LOCAL, REDISSON)),
          Map.entry(DASHBOARD, Set.of(API)),
          Map.entry(MICROMETER, Set.of(API)),
          Map.entry(OPENTELEMETRY, Set.of(API)),
          Map.entry(CLI, Set.of(API, REDISSON, DASHBOARD)),
          Map.entry(TESTKIT, Set.of(API, ENGINE, LOCAL)),
          Map.entry(SAMPLE, Set.of(API, LOCAL, REDISSON, GUICE, DASHBOARD)));

  private static final List<String> JDK = List.of("java..", "javax..");

  private static final List<String> CORE_LIBRARIES =
      List.of("tools.jackson..", "com.fasterxml.jackson.annotation..", "org.slf4j..");

  private static final Map<String, List<String>> LIBRARIES =
      Map.ofEntries(
          Map.entry(API, CORE_LIBRARIES),
          Map.entry(ENGINE, CORE_LIBRARIES),
          Map.entry(LOCAL, CORE_LIBRARIES),
          Map.entry(
              REDISSON, List.of("org.redisson..", "io.netty..", "tools.jackson..", "org.slf4j..")),
          Map.entry(
              GUICE,
              List.of(
                  "com.google.inject..", "jakarta.inject..", "org.slf4j..", "org.redisson.api..")),
          Map.entry(DASHBOARD, List.of("org.eclipse.jetty..", "tools.jackson..", "org.slf4j..")),
          Map.entry(MICROMETER, List.of("io.micrometer.core..", "org.slf4j..")),
          Map.entry(CLI, List.of("picocli..", "tools.jackson..")),
          Map.entry(OPENTELEMETRY, List.of("io.opentelemetry.api..", "io.opentelemetry.context..")),
          Map.entry(
              TESTKIT,
              List.of(
                  "org.junit.jupiter.api..",
                  "org.junit.platform.commons..",
                  "org.assertj..",
                  "org.awaitility..",
                  "org.testcontainers..",
                  "redis.embedded..",
                  "tools.jackson..",
                  "org.slf4j..")),
          Map.entry(
              SAMPLE,
              List.of(
                  "com.google.inject..",
                  "jakarta.inject..",
                  "org.redisson..",
                  "redis.embedded..",
                  "org.slf4j..")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(API);

  @Test
  void everyPackageIsABoxOfTheDrawing() {
    Set<String> unknown =
        packages().map(JavaPackage::getName).filter(name -> boxOf(name).isEmpty()).collect(names());

    assertThat(unknown).isEmpty();
  }

  @Test
  void packagesFormNoCycle() {
    SlicesRuleDefinition.slices()
        .assignedFrom(new ByPackage())
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @TestFactory
  Stream<DynamicTest> everyBoxKnowsOnlyWhatItMay() {
    return new TreeMap<>(OWN)
        .keySet().stream().map(box -> DynamicTest.dynamicTest(box, () -> checkArrowsOf(box)));
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> unmarked =
        packages()
            .filter(own -> !own.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .collect(names());

    assertThat(unmarked).isEmpty();
  }

  @Test
  void librariesKeepNoStaticState() {
    fields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat(resideOutsideOfPackages(TESTKIT + "..", SAMPLE + ".."))
        .should()
        .beFinal()
        .because("two buses in one JVM do not know of each other")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void librariesNeverWriteToTheConsole() {
    noClasses()
        .that(resideOutsideOfPackages(TESTKIT + "..", SAMPLE + ".."))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(CLASSES);
  }

  /** What comes off a queue is data: it must never choose a class, let alone run one. */
  @Test
  void nothingThatComesInChoosesAClass() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "tools.jackson.databind.jsontype..",
                "com.esotericsoftware..",
                "org.redisson.codec..",
                "javax.script.."))
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching(
            "java[.]io[.](Object(In|Out)putStream|ObjectInput|ObjectOutput|Externalizable)"
                + "|com[.]fasterxml[.]jackson[.]annotation[.]Json(TypeInfo|SubTypes|TypeName).*"
                + "|org[.]redisson[.]client[.]codec[.](?!ByteArrayCodec|StringCodec|BaseCodec|Codec).*")
        .check(CLASSES);
  }

  @Test
  void helpersForUsersTestsNeedCoreAlone() {
    classes()
        .that()
        .resideInAPackage(TESTKIT)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..",
                "tools.jackson..",
                "org.jspecify.annotations",
                "",
                TESTKIT,
                API,
                ENGINE,
                LOCAL))
        .check(CLASSES);
  }

  private static void checkArrowsOf(String box) {
    String[] allowed =
        Stream.of(
                JDK.stream(),
                LIBRARIES.getOrDefault(box, List.of()).stream(),
                Stream.of("org.jspecify.annotations", "", patternOf(box)),
                OWN.getOrDefault(box, Set.of()).stream().map(ArchitectureTest::patternOf))
            .flatMap(part -> part)
            .toArray(String[]::new);
    classes()
        .that(new InBox(box))
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(allowed))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  /** The API is a package alone; the others are the first level below it, with all within. */
  private static String patternOf(String box) {
    return box.equals(API) ? API : box + "..";
  }

  private static String boxOf(String packageName) {
    return OWN.keySet().stream()
        .filter(
            box ->
                packageName.equals(box) || (!box.equals(API) && packageName.startsWith(box + ".")))
        .findFirst()
        .orElse("");
  }

  private static Stream<JavaPackage> packages() {
    return CLASSES.stream().map(JavaClass::getPackage).distinct();
  }

  private static Collector<String, ?, Set<String>> names() {
    return Collectors.toCollection(TreeSet::new);
  }

  private static final class InBox extends DescribedPredicate<JavaClass> {

    private final String box;

    InBox(String box) {
      super("are in " + box);
      this.box = box;
    }

    @Override
    public boolean test(JavaClass type) {
      return boxOf(type.getPackageName()).equals(box);
    }
  }

  private static final class ByPackage implements SliceAssignment {

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return type.getPackageName().startsWith(API)
          ? SliceIdentifier.of(type.getPackageName())
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "every package";
    }
  }
}
