package dev.postbus.benchmarks.harness;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prints figures and keeps them. With JSON, standard output carries one JSON object per figure and
 * nothing else; what is for people goes to standard error. One thread.
 */
public final class Report {

  /** Who is measured, if not a peer. */
  public static final String SELF = "Postbus";

  private final PrintStream figuresOut;
  private final PrintStream peopleOut;
  private final boolean json;
  private final JsonMapper mapper = new JsonMapper();
  private final List<Figure> figures = new ArrayList<>();
  private String benchmark = "";
  private String section = "";

  /** Creates a report. */
  public Report(boolean json, PrintStream figuresOut, PrintStream peopleOut) {
    this.json = json;
    this.figuresOut = figuresOut;
    this.peopleOut = peopleOut;
  }

  /** What follows belongs to this benchmark. */
  public void begin(Benchmark next) {
    benchmark = next.name();
    section = "";
  }

  /** The names of figures that follow begin with this. */
  public void section(String title) {
    section = title + ", ";
  }

  /** Adds a figure of Postbus. */
  public Figure figure(String name, String unit, double... runs) {
    return figure(SELF, name, unit, runs);
  }

  /** Adds a figure of a peer, or of another way to do it. */
  public Figure figure(String subject, String name, String unit, double... runs) {
    Figure figure = new Figure(benchmark, subject, section + name, unit, runs);
    figures.add(figure);
    if (json) {
      figuresOut.println(mapper.writeValueAsString(figure.toMap()));
    } else {
      figuresOut.println(figure);
    }
    figuresOut.flush();
    return figure;
  }

  /** Adds what was made of figures: one object with JSON, and a line for people. */
  public void conclude(Map<String, Object> facts, String text) {
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>(Map.of("benchmark", benchmark));
      all.putAll(facts);
      figuresOut.println(mapper.writeValueAsString(all));
    }
    peopleOut.println(text);
  }

  /** Says something about the figure before. */
  public void detail(String text) {
    peopleOut.println("          " + text);
  }

  /** Says something to people. */
  public void say(String text) {
    peopleOut.println(text);
  }

  /** Returns all figures so far. */
  public List<Figure> figures() {
    return List.copyOf(figures);
  }
}
