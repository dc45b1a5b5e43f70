package dev.postbus.redisson;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The Lua scripts, one resource file each; a line {@code -- @include x.lua} stands for the contents
 * of that file.
 */
enum Script {
  ABSENT,
  ADD_FLOWS,
  ADOPT,
  AUDIT,
  BIND,
  CANCEL,
  CLOSE,
  CONSUMERS,
  COUNTS,
  DEAD_KEYS,
  DEAD_LETTERS,
  DEAD_LETTERS_OF,
  DELAYED,
  DELAYED_ONE,
  DIRECTORY,
  DISCARD,
  DOCTOR,
  EXCHANGE,
  FENCE,
  FORGET,
  HEARTBEAT,
  IN_FLIGHT,
  INSTANCES,
  NOW,
  PAUSE,
  PUBLISH,
  READ,
  READY,
  RECOVER,
  REDRIVE,
  REGISTER,
  REMOVE_GROUP,
  REPORT,
  RUN_NOW,
  SERVER,
  SIZES,
  START,
  UNCLAIMED;

  private static final String INCLUDE = "-- @include ";

  private final String text;
  private final String sha;

  Script() {
    this.text = read(name().toLowerCase(Locale.ROOT).replace('_', '-') + ".lua");
    this.sha = sha1(text);
  }

  /** Returns the text with what it includes. */
  String text() {
    return text;
  }

  /** Returns what Redis knows the script by once it was loaded. */
  String sha() {
    return sha;
  }

  private static String read(String file) {
    try (InputStream in = Script.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the script " + file + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(
              line ->
                  line.contains(INCLUDE)
                      ? read(line.substring(line.indexOf(INCLUDE) + INCLUDE.length()).strip())
                      : line)
          .collect(Collectors.joining("\n"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String sha1(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-1", impossible);
    }
  }
}
