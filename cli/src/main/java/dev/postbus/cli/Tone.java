package dev.postbus.cli;

/** How a text is meant, and its colour on a terminal. */
enum Tone {
  PLAIN(""),
  STRONG("1"),
  QUIET("2"),
  GOOD("32"),
  WARNING("33"),
  BAD("31");

  private final String code;

  Tone(String code) {
    this.code = code;
  }

  /** Returns the text in its colour. */
  String paint(String text) {
    return code.isEmpty() || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
