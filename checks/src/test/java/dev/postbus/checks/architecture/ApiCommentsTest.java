package dev.postbus.checks.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import dev.postbus.checks.ProjectFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever users can call has a comment. Doclint could ask for that only together with a tag for
 * every parameter, which says nothing that a good name does not.
 */
class ApiCommentsTest {

  /** What overrides inherits its comment, and the name of a test is its sentence. */
  private static final Set<String> NEED_NO_COMMENT =
      Set.of("Override", "Test", "TestFactory", "ParameterizedTest");

  @Test
  void everythingUsersCanCallHasAComment() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> silent = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, List.of(), null, files.getJavaFileObjectsFromPaths(sources()));
      DocTrees comments = DocTrees.instance(task);
      for (CompilationUnitTree file : task.parse()) {
        new Scanner(file, comments, silent).scan(file, null);
      }
    }

    assertThat(silent).isEmpty();
  }

  private static List<Path> sources() {
    return ProjectFiles.matching(
        name ->
            name.matches("[^/]+/src/main/java/.+\\.java")
                && !name.startsWith("sample-app/")
                && !name.startsWith("benchmarks/")
                && !name.startsWith("chaos-harness/"));
  }

  /** Visits what is public or protected within what is public; overriding methods inherit. */
  private static final class Scanner extends TreePathScanner<@Nullable Void, @Nullable Void> {

    private final CompilationUnitTree file;
    private final DocTrees comments;
    private final List<String> silent;

    Scanner(CompilationUnitTree file, DocTrees comments, List<String> silent) {
      this.file = file;
      this.comments = comments;
      this.silent = silent;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
      if (!isVisible(type.getModifiers())) {
        return null;
      }
      require(type.getSimpleName().toString());
      return super.visitClass(type, unused);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
      boolean saysIt =
          method.getModifiers().getAnnotations().stream()
              .anyMatch(
                  annotation ->
                      NEED_NO_COMMENT.contains(annotation.getAnnotationType().toString()));
      boolean isGenerated = comments.getSourcePositions().getStartPosition(file, method) < 0;
      boolean compact = method.getReturnType() == null && enclosing().getKind() == Tree.Kind.RECORD;
      if (isVisible(method.getModifiers()) && !saysIt && !isGenerated && !compact) {
        require(method.getName().toString());
      }
      return null;
    }

    @Override
    public @Nullable Void visitVariable(VariableTree field, @Nullable Void unused) {
      if (isVisible(field.getModifiers()) && enclosing().getKind() != Tree.Kind.RECORD) {
        require(field.getName().toString());
      }
      return null;
    }

    /** What an interface holds is public without saying so. */
    private boolean isVisible(ModifiersTree modifiers) {
      boolean said =
          modifiers.getFlags().contains(Modifier.PUBLIC)
              || modifiers.getFlags().contains(Modifier.PROTECTED);
      boolean inInterface =
          getCurrentPath().getParentPath() != null
              && getCurrentPath().getParentPath().getLeaf() instanceof ClassTree outer
              && (outer.getKind() == Tree.Kind.INTERFACE
                  || outer.getKind() == Tree.Kind.ANNOTATION_TYPE)
              && !modifiers.getFlags().contains(Modifier.PRIVATE);
      return said || inInterface;
    }

    private ClassTree enclosing() {
      return (ClassTree) getCurrentPath().getParentPath().getLeaf();
    }

    private void require(String name) {
      TreePath path = getCurrentPath();
      DocCommentTree comment = comments.getDocCommentTree(path);
      if (comment == null || comment.getFullBody().isEmpty()) {
        long at = comments.getSourcePositions().getStartPosition(file, path.getLeaf());
        silent.add(
            "%s:%d: %s"
                .formatted(
                    ProjectFiles.nameOf(Path.of(file.getSourceFile().toUri())),
                    file.getLineMap().getLineNumber(at),
                    name));
      }
    }
  }
}
