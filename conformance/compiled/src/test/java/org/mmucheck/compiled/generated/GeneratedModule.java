package org.mmucheck.compiled.generated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Source;
import org.mmucheck.compiled.generated.Expressions.Name;
import org.mmucheck.compiled.generated.Type.Basic;

/**
 * A small module with few states, and a configuration, drawn at random: typed, over the operators
 * that the compiled engine knows.
 *
 * @param text of the module, under a name of its own until it is written
 */
public record GeneratedModule(String text, String config) {
  private static final String NAME = "Generated";
  private static final int DEPTH = 3;

  private static final String HEAD =
      """
      ---- MODULE Generated ----
      EXTENDS Integers, Sequences, FiniteSets
      CONSTANTS Name1, Name2, Name3
      Names == {Name1, Name2, Name3}
      Id(x) == x
      RECURSIVE Sum(_)
      Sum(S) == IF S = {} THEN 0 ELSE LET x == CHOOSE y \\in S : TRUE IN x + Sum(S \\ {x})
      Short(q) == IF Len(q) > 2 THEN SubSeq(q, 2, 3) ELSE q
      Fit(v, S) == IF v \\in S THEN v ELSE CHOOSE x \\in S : TRUE
      """;

  /**
   * Draws one.
   *
   * @param mayFail whether some expressions have no value; there are no properties then, so that
   *     what an engine meets first does not matter
   */
  public static GeneratedModule of(long seed, boolean mayFail) {
    return new Draft(new Random(seed), mayFail).module();
  }

  /** Writes it into a folder, under a name. */
  public Model in(Path folder, String name) {
    try {
      Files.writeString(
          folder.resolve(name + ".tla"), text.replace("MODULE " + NAME, "MODULE " + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Model.of(name, new Source(folder, name, config)).build();
  }

  private static final class Draft {
    private final Random random;
    private final boolean mayFail;
    private final Expressions expressions;
    private final List<Name> variables = new ArrayList<>();

    Draft(Random random, boolean mayFail) {
      this.random = random;
      this.mayFail = mayFail;
      this.expressions = new Expressions(random, mayFail);
    }

    GeneratedModule module() {
      int count = 1 + random.nextInt(3);
      for (int i = 0; i < count; i++) {
        variables.add(new Name("v" + i, Type.any(random)));
      }
      StringBuilder text = new StringBuilder(HEAD);
      String all = String.join(", ", variables.stream().map(Name::text).toList());
      text.append("VARIABLES ").append(all).append("\nvars == <<").append(all).append(">>\n");
      text.append("Init ==\n");
      List<Name> known = new ArrayList<>();
      for (Name variable : variables) {
        text.append("  /\\ ").append(initially(variable, known)).append('\n');
        known.add(variable);
      }
      int actions = 2 + random.nextInt(4);
      StringBuilder next = new StringBuilder("Next ==\n");
      for (int i = 0; i < actions; i++) {
        boolean takesName = random.nextInt(3) == 0;
        List<Name> scope =
            takesName
                ? Expressions.plus(variables, new Name("n", Basic.NAME))
                : List.copyOf(variables);
        text.append("A" + i + (takesName ? "(n)" : "") + " ==\n" + action(scope));
        next.append(takesName ? "  \\/ \\E n \\in Names : A" + i + "(n)\n" : "  \\/ A" + i + "\n");
      }
      text.append(next).append("Spec == Init /\\ [][Next]_vars\n");
      StringBuilder config =
          new StringBuilder(
              "SPECIFICATION Spec\nCONSTANTS Name1 = Name1 Name2 = Name2 Name3 = Name3\n");
      if (!mayFail) {
        text.append(
            "Inv == (v0 = v0) /\\ " + expressions.of(Basic.BOOLEAN, DEPTH, variables) + "\n");
        text.append("Step == [][" + expressions.of(Basic.BOOLEAN, DEPTH, both()) + "]_vars\n");
        config.append(random.nextInt(3) == 0 ? "INVARIANT Inv\n" : "");
        config.append(random.nextInt(3) == 0 ? "PROPERTY Step\n" : "");
      }
      config.append("CHECK_DEADLOCK ").append(!mayFail && random.nextBoolean() ? "TRUE" : "FALSE");
      return new GeneratedModule(text + "====\n", config + "\n");
    }

    private List<Name> both() {
      List<Name> both = new ArrayList<>(variables);
      variables.forEach(name -> both.add(new Name(name.text() + "'", name.type())));
      return both;
    }

    private String initially(Name variable, List<Name> known) {
      String value = expressions.bounded(variable.type(), DEPTH - 1, known);
      return switch (random.nextInt(4)) {
        case 0 ->
            variable.text() + " \\in {" + value + ", " + expressions.literal(variable.type()) + "}";
        case 1 ->
            "("
                + variable.text()
                + " = "
                + value
                + " \\/ "
                + variable.text()
                + " = "
                + expressions.literal(variable.type())
                + ")";
        default -> variable.text() + " = " + value;
      };
    }

    private String action(List<Name> scope) {
      StringBuilder text = new StringBuilder();
      List<Name> names = new ArrayList<>(scope);
      for (int guards = random.nextInt(3) / 2; guards > 0; guards--) {
        text.append("  /\\ " + expressions.of(Basic.BOOLEAN, DEPTH - 1, names) + "\n");
      }
      List<Name> order = new ArrayList<>(variables);
      Collections.shuffle(order, random);
      for (Name variable : order) {
        text.append("  /\\ " + assignment(variable, names) + "\n");
        names.add(new Name(variable.text() + "'", variable.type()));
        if (random.nextInt(8) == 0) {
          text.append("  /\\ " + expressions.of(Basic.BOOLEAN, DEPTH - 1, names) + "\n");
        }
      }
      return text.toString();
    }

    private String assignment(Name variable, List<Name> names) {
      String primed = variable.text() + "'";
      String value = expressions.bounded(variable.type(), DEPTH, names);
      String other = expressions.bounded(variable.type(), DEPTH - 1, names);
      String condition = expressions.of(Basic.BOOLEAN, DEPTH - 1, names);
      return switch (random.nextInt(10)) {
        case 0, 1 -> "UNCHANGED " + variable.text();
        case 2 -> primed + " \\in {" + value + ", " + other + "}";
        case 3 -> "(" + primed + " = " + value + " \\/ " + primed + " = " + other + ")";
        case 4 ->
            "IF "
                + condition
                + " THEN "
                + primed
                + " = "
                + value
                + " ELSE UNCHANGED "
                + variable.text();
        case 5 ->
            "(\\E z \\in {TRUE, FALSE} : "
                + primed
                + " = (IF z THEN "
                + value
                + " ELSE "
                + other
                + "))";
        case 6 ->
            "CASE "
                + condition
                + " -> "
                + primed
                + " = "
                + value
                + " [] OTHER -> ("
                + primed
                + " = "
                + other
                + " \\/ UNCHANGED "
                + variable.text()
                + ")";
        case 7 ->
            "(LET w == "
                + other
                + " IN "
                + primed
                + " = IF "
                + condition
                + " THEN w ELSE "
                + value
                + ")";
        default -> primed + " = " + value;
      };
    }
  }
}
