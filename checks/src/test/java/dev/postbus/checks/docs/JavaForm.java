package dev.postbus.checks.docs;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ways to read a Java block, strictest first: as the file it is, as types that lack imports, as
 * members of a class, as statements. What is put around the code goes before its first line, on
 * that line, and after its last, so that the compiler counts lines as the document does.
 */
enum JavaForm {
  FILE {
    @Override
    String wrap(String code) {
      return code;
    }
  },
  TYPES {
    @Override
    String wrap(String code) {
      return importsOf(code) + withoutImports(code);
    }
  },
  MEMBERS {
    @Override
    String wrap(String code) {
      return importsOf(code) + CLASS + withoutImports(code) + "\n}";
    }
  },
  STATEMENTS {
    @Override
    String wrap(String code) {
      return importsOf(code)
          + CLASS
          + "void snippet() throws Exception {"
          + withoutImports(code)
          + "\n}}";
    }
  };

  /** What a block may use without saying where it comes from. */
  private static final List<String> STANDARD_IMPORTS =
      List.of(
          "java.time.*",
          "java.util.*",
          "java.util.concurrent.*",
          "dev.postbus.*",
          "dev.postbus.guice.EventBusModule",
          "dev.postbus.local.LocalEventBus",
          "dev.postbus.redisson.RedissonEventBus",
          "dev.postbus.redisson.RedisSettings",
          "com.google.inject.AbstractModule",
          "com.google.inject.Guice",
          "com.google.inject.Injector",
          "com.google.inject.Provides",
          "jakarta.inject.Inject",
          "jakarta.inject.Singleton",
          "org.redisson.api.RedissonClient");

  /** Fields, so that a block can declare a variable of the same name. */
  private static final String CLASS =
      "@SuppressWarnings(\"unused\") abstract class Snippet { EventBus bus; EventBusPort events;"
          + " EventBusAdmin admin; EventBusConfig config; EventContext context; Injector injector;"
          + " RedissonClient redisson; ";

  private static final Pattern IMPORT = Pattern.compile("(?m)^import [^;\\n]+;");

  /** Returns a whole Java file around the code. */
  abstract String wrap(String code);

  private static String importsOf(String code) {
    StringBuilder imports = new StringBuilder();
    STANDARD_IMPORTS.forEach(name -> imports.append("import ").append(name).append("; "));
    Matcher own = IMPORT.matcher(code);
    while (own.find()) {
      imports.append(own.group()).append(' ');
    }
    return imports.toString();
  }

  private static String withoutImports(String code) {
    return IMPORT.matcher(code).replaceAll("");
  }
}
