package dev.postbus.checks.docs;

import java.util.ArrayList;
import java.util.List;

/**
 * One command of a shell block.
 *
 * @param words its words without quotes, variables set for it alone left out
 */
record ShellCommand(List<String> words) {

  ShellCommand {
    words = List.copyOf(words);
  }

  String program() {
    return words.get(0);
  }

  List<String> arguments() {
    return words.subList(1, words.size());
  }

  /**
   * Splits a script into its commands: at line ends, semicolons, pipes, and the signs for and/or.
   */
  static List<ShellCommand> of(String script) {
    List<ShellCommand> commands = new ArrayList<>();
    Words words = new Words();
    String joined = script.replace("\\\n", " ") + "\n";
    char quote = 0;
    for (int i = 0; i < joined.length(); i++) {
      char sign = joined.charAt(i);
      if (quote != 0) {
        if (sign == quote) {
          quote = 0;
        } else {
          words.append(sign);
        }
      } else if (sign == '\'' || sign == '"') {
        quote = sign;
        words.open();
      } else if (sign == '#' && words.atWordStart()) {
        i = joined.indexOf('\n', i) - 1;
      } else if ("\n;|&".indexOf(sign) >= 0) {
        words.endCommand(commands);
      } else if (Character.isWhitespace(sign)) {
        words.endWord();
      } else {
        words.append(sign);
      }
    }
    return commands;
  }

  /** Collects the words of the command that is being read. */
  private static final class Words {

    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean open;

    void open() {
      open = true;
    }

    void append(char sign) {
      word.append(sign);
      open = true;
    }

    boolean atWordStart() {
      return !open;
    }

    void endWord() {
      if (open && !(words.isEmpty() && word.toString().matches("[A-Za-z_]\\w*=.*"))) {
        words.add(word.toString());
      }
      word.setLength(0);
      open = false;
    }

    void endCommand(List<ShellCommand> commands) {
      endWord();
      if (!words.isEmpty()) {
        commands.add(new ShellCommand(words));
      }
      words.clear();
    }
  }
}
