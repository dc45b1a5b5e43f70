package dev.postbus.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The files of the project as they lie in the working tree, without what a build made. */
public final class ProjectFiles {

  private static final Set<String> NOT_OURS = Set.of("target", ".git", ".idea", "node_modules");

  private ProjectFiles() {}

  /** Returns the folder that holds README.md, LICENSE and the parent pom. */
  public static Path root() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("LICENSE")) && Files.exists(folder.resolve("core"))) {
        return folder;
      }
    }
    throw new IllegalStateException("Run this inside the project: no folder above is its root");
  }

  /**
   * Returns the files whose path below the root satisfies the condition, in order of their path.
   */
  public static List<Path> matching(Predicate<String> pathBelowRoot) {
    Path root = root();
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              Path name = folder.getFileName();
              return name != null && NOT_OURS.contains(name.toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (pathBelowRoot.test(nameOf(root, file))) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.sort(Comparator.naturalOrder());
    return found;
  }

  /** Returns the file's path below the root, with slashes. */
  public static String nameOf(Path file) {
    return nameOf(root(), file);
  }

  /** Returns the text of a file. */
  public static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String nameOf(Path root, Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }
}
