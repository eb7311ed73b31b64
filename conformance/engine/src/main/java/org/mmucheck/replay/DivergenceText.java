package org.mmucheck.replay;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.diff.Change;
import org.mmucheck.subject.Fault;

/** A divergence as the user reads it on standard error, ending with how to see it again. */
public final class DivergenceText {
  private static final int WIDTH = 100;
  private static final int MOST_DIFFERENCES = 8;

  private DivergenceText() {}

  /**
   * The lines of the message, each without {@code \n}.
   *
   * @param file the trace, as the user named it
   * @param model the model that the trace comes from
   * @param as the model under whose constants it was replayed, if another
   * @param again the command that shows it again
   */
  public static List<String> lines(
      Divergence divergence, String file, String model, @Nullable String as, String again) {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"trace", file});
    rows.addAll(differences(divergence));
    if (divergence.fault() != null) {
      String label = "at";
      for (String frame : divergence.fault().stack()) {
        rows.add(new String[] {label, frame});
        label = "";
      }
    }
    if (divergence.step() > 0) {
      divergence
          .schedule()
          .turns()
          .forEach(
              turn ->
                  rows.add(
                      new String[] {
                        turn == divergence.schedule().turns().getFirst() ? "schedule" : "",
                        turn.toString()
                      }));
    }
    rows.add(new String[] {"again", again});

    List<String> lines = new ArrayList<>();
    lines.add("mmucheck: " + headline(divergence, model, as));
    int label = rows.stream().mapToInt(row -> row[0].length()).max().orElse(0);
    for (String[] row : rows) {
      boolean wraps = !row[0].equals("again"); // a command must stay one line
      String name = row[0];
      for (String part : wraps ? wrap(row[1], WIDTH - label - 4) : List.of(row[1])) {
        lines.add(("  %-" + label + "s  %s").formatted(name, part));
        name = "";
      }
    }
    return lines;
  }

  private static String headline(Divergence divergence, String model, @Nullable String as) {
    String step =
        divergence.action() == null
            ? "in the initial state"
            : "step %d of %d, %s"
                .formatted(divergence.step(), divergence.of(), divergence.action());
    String what =
        switch (divergence.kind()) {
          case STATE ->
              "code and spec disagree " + (divergence.action() == null ? step : "after " + step);
          case REFUSED -> "the code refuses " + step;
          case FAILED ->
              (divergence.fault() == null ? Fault.Party.CODE : divergence.fault().party())
                  + (divergence.action() == null ? " fails " : " fails in ")
                  + step;
        };
    return as == null ? what : what + "; there " + as + " parts from " + model;
  }

  private static List<String[]> differences(Divergence divergence) {
    if (divergence.differences().isEmpty()) {
      return List.<String[]>of(
          new String[] {
            divergence.variable(), "spec " + divergence.spec() + "   code " + divergence.code()
          });
    }
    List<Change> all = divergence.differences();
    List<String[]> rows = new ArrayList<>();
    for (Change change : all.subList(0, Math.min(all.size(), MOST_DIFFERENCES))) {
      rows.add(
          new String[] {
            change.path(), "spec " + change.beforeText() + "   code " + change.afterText()
          });
    }
    if (all.size() > MOST_DIFFERENCES) {
      rows.add(new String[] {"", "and " + (all.size() - MOST_DIFFERENCES) + " more"});
    }
    return rows;
  }

  /** Breaks at blanks; a word that is too long stays whole. */
  private static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > width) {
      int at = rest.lastIndexOf(' ', width);
      if (at <= 0) {
        at = rest.indexOf(' ', width);
      }
      if (at < 0) {
        break;
      }
      lines.add(rest.substring(0, at).stripTrailing());
      rest = rest.substring(at).strip();
    }
    lines.add(rest);
    return lines;
  }
}
