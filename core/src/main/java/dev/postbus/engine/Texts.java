package dev.postbus.engine;

/** Cuts texts that are too long. */
final class Texts {

  private Texts() {}

  /**
   * Returns the text, or its beginning of at most so many characters. A character that takes two
   * places stays whole: half of it is no text, and whoever writes it as JSON or UTF-8 fails.
   */
  static String beginning(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }
}
