package dev.postbus.benchmarks.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The far side of {@link ChildProcess}: reads commands as lines, answers each with one line, and
 * ends with its input, so that it never outlives whoever started it.
 */
public final class Child {

  /** Marks an answer. */
  static final String ANSWER = "= ";

  /** Marks a failure. */
  static final String FAILURE = "! ";

  /** What a process does when it is asked. */
  @FunctionalInterface
  public interface Role {

    /** Carries out a command and returns the answer. */
    Object answer(String command, List<String> arguments) throws Exception;
  }

  private Child() {}

  /** Answers until the input ends. */
  public static void serve(Role role) throws IOException {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println(ANSWER + "ready");
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      List<String> words = List.of(line.split(" "));
      String answer;
      try {
        answer = ANSWER + role.answer(words.get(0), words.subList(1, words.size()));
      } catch (Exception failure) {
        failure.printStackTrace();
        answer = FAILURE + failure.toString().replace('\n', ' ');
      }
      System.out.println(answer);
      System.out.flush();
    }
  }
}
