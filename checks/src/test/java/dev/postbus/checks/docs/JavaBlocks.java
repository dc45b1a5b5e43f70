package dev.postbus.checks.docs;

import com.sun.source.util.JavacTask;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Compiles the Java blocks of one document, in their order: each sees the types of those before it.
 * A block takes the first {@link JavaForm} that compiles.
 */
final class JavaBlocks {

  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private final Path output;
  private final Deque<Path> classes = new ArrayDeque<>();

  /** Compiles into a folder that is there. */
  JavaBlocks(Path output) {
    this.output = output;
  }

  /**
   * A block that compiled.
   *
   * @param mainClass the class with a main method, if any
   * @param classPath its classes, those of the blocks before it, and everything of the project
   */
  record Compiled(Optional<String> mainClass, String classPath) {}

  /**
   * Compiles a block.
   *
   * @throws AssertionError with the compiler's complaints, at the lines of the document
   */
  Compiled compile(CodeBlock block) {
    List<Attempt> failed = new ArrayList<>();
    for (JavaForm form : block.isRun() ? List.of(JavaForm.FILE) : List.of(JavaForm.values())) {
      Attempt attempt = attempt(block, form);
      if (attempt.errors.isEmpty()) {
        classes.addFirst(attempt.folder);
        return new Compiled(attempt.mainClass, classPath());
      }
      failed.add(attempt);
    }
    throw new AssertionError(mostLikelyMeant(failed).complaint());
  }

  /** A block without its imports is TYPES, so FILE is blamed only when nothing else was tried. */
  private static Attempt mostLikelyMeant(List<Attempt> failed) {
    return failed.stream()
        .filter(attempt -> attempt.parses && attempt.form != JavaForm.FILE)
        .findFirst()
        .orElse(failed.get(failed.size() - 1));
  }

  private record Attempt(
      JavaForm form, boolean parses, String errors, Path folder, Optional<String> mainClass) {

    String complaint() {
      return "This block does not compile, read as %s:%n%s"
          .formatted(form.name().toLowerCase(Locale.ROOT), errors);
    }
  }

  private Attempt attempt(CodeBlock block, JavaForm form) {
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(found, null, null)) {
      Path folder = output.resolve("line-" + block.line() + "-" + form);
      Files.createDirectories(folder);
      files.setLocation(StandardLocation.CLASS_OUTPUT, List.of(folder.toFile()));
      files.setLocation(StandardLocation.CLASS_PATH, classPathFiles());
      List<String> options =
          List.of("--release", "17", "-proc:none", "-Xlint:deprecation,removal,unchecked,rawtypes");
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, found, options, null, List.of(new Source(form.wrap(block.text()))));
      task.parse();
      boolean parses = found.getDiagnostics().isEmpty();
      Optional<String> mainClass = parses ? mainClassOf(task) : Optional.empty();
      if (found.getDiagnostics().isEmpty()) {
        task.generate();
      }
      return new Attempt(form, parses, describe(block, found), folder, mainClass);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> mainClassOf(JavacTask task) throws IOException {
    return StreamSupport.stream(task.analyze().spliterator(), false)
        .filter(TypeElement.class::isInstance)
        .map(TypeElement.class::cast)
        .filter(
            type ->
                type.getEnclosedElements().stream()
                    .anyMatch(
                        member ->
                            member.getKind() == ElementKind.METHOD
                                && member.getSimpleName().contentEquals("main")))
        .map(type -> type.getQualifiedName().toString())
        .findFirst();
  }

  /** Warnings count: what the docs show must not be deprecated or unchecked. */
  private static String describe(CodeBlock block, DiagnosticCollector<JavaFileObject> found) {
    return found.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() != Diagnostic.Kind.NOTE)
        .map(
            diagnostic ->
                "%s:%d: %s"
                    .formatted(
                        block.document(),
                        block.line() + Math.max(0, diagnostic.getLineNumber() - 1),
                        diagnostic.getMessage(Locale.ROOT)))
        .collect(Collectors.joining("\n"));
  }

  private List<File> classPathFiles() {
    return List.of(classPath().split(File.pathSeparator)).stream().map(File::new).toList();
  }

  private String classPath() {
    return classes.stream()
        .map(Path::toString)
        .collect(
            Collectors.joining(
                File.pathSeparator, "", File.pathSeparator + System.getProperty("java.class.path")))
        .replaceFirst("^" + File.pathSeparator, "");
  }

  /** A file in memory that accepts a public type of any name. */
  private static final class Source extends SimpleJavaFileObject {

    private final String code;

    Source(String code) {
      super(URI.create("mem:///Block.java"), Kind.SOURCE);
      this.code = code;
    }

    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
      return kind == Kind.SOURCE;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return code;
    }
  }
}
