package dev.postbus.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files of the page, from the class path, kept in memory once they were asked for. */
final class StaticFiles {

  /** No dot stands beside another one or at the start of a name: no way leads out. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+([./][A-Za-z0-9_-]+)*");

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("txt", "text/plain; charset=utf-8"));

  private final Map<String, File> files = new ConcurrentHashMap<>();

  /**
   * A file as it is sent.
   *
   * @param type its Content-Type
   * @param etag changes with the content
   * @param content never changed
   */
  @SuppressWarnings("ArrayRecordComponent")
  record File(String type, String etag, byte[] content) {}

  /** Returns the file of a path such as {@code "/app.js"}; the page itself for {@code "/"}. */
  Optional<File> find(String path) {
    String name = path.equals("/") ? "index.html" : path.substring(1);
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null || !NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    File known = files.get(name);
    if (known == null) {
      known = read(name, type);
      if (known == null) {
        return Optional.empty();
      }
      files.put(name, known);
    }
    return Optional.of(known);
  }

  private static @Nullable File read(String name, String type) {
    try (InputStream in = StaticFiles.class.getResourceAsStream("web/" + name)) {
      if (in == null) {
        return null;
      }
      byte[] content = in.readAllBytes();
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return new File(type, '"' + HexFormat.of().formatHex(digest, 0, 12) + '"', content);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("web/" + name + " cannot be read", unreadable);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
