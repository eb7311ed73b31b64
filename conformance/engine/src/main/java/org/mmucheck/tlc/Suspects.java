package org.mmucheck.tlc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mmucheck.catalog.Model;
import org.mmucheck.tlc.Formula.Kind;
import org.mmucheck.tlc.Formula.Level;

/**
 * Finds in a spec's semantic tree what TLC is known to get wrong. A function constructor is found
 * where EXCEPT has it at hand, or by the name of a definition; not behind a parameter.
 */
public final class Suspects {
  private static final String EXCEPT = "$Except";
  private static final String PAIR = "$Pair";
  private static final Set<String> CONSTRUCTORS =
      Set.of("$FcnConstructor", "$NonRecursiveFcnSpec", "$RecursiveFcnSpec");

  /** Operators of the standard modules that take an operator and that TLC has in Java. */
  private static final Set<String> HIGHER = Set.of("SelectSeq", "SortSeq");

  private final Map<String, Definition> definitions = new HashMap<>();
  private final Set<Suspect> found = new LinkedHashSet<>();

  private Suspects(List<Definition> all) {
    all.forEach(definition -> definitions.put(definition.key(), definition));
    all.forEach(definition -> look(definition.body()));
  }

  /** Those in the modules of a model, in the order in which they are written. */
  public static List<Suspect> in(Model model) {
    try (TlcSession session = TlcSessions.open(model)) {
      return in(session.definitions());
    }
  }

  static List<Suspect> in(List<Definition> definitions) {
    List<Suspect> all = new ArrayList<>(new Suspects(definitions).found);
    all.sort(
        Comparator.comparing(Suspect::module)
            .thenComparing(Suspect::line)
            .thenComparing(Suspect::column));
    return all;
  }

  private void look(Formula formula) {
    if (formula.is(EXCEPT)) {
      if (isConstructor(formula.operands().getFirst(), new HashSet<>())) {
        add(KnownMistake.CONSTRUCTOR, formula);
      }
      formula.operands().stream()
          .filter(part -> part.is(PAIR))
          .flatMap(pair -> pair.operands().getFirst().operands().stream())
          .filter(index -> isConstructor(index, new HashSet<>()))
          .forEach(index -> add(KnownMistake.INDEX, index));
    }
    if (HIGHER.contains(formula.name())
        && formula.level() == Level.ACTION
        && formula.operands().stream().anyMatch(part -> part.kind() == Kind.OTHER)) {
      add(KnownMistake.INSTANCE, formula);
    }
    formula.bounds().forEach(this::look);
    formula.operands().forEach(this::look);
  }

  /**
   * @param open definitions that are being looked into, which may call each other
   */
  private boolean isConstructor(Formula formula, Set<String> open) {
    if (CONSTRUCTORS.contains(formula.name())) {
      return true;
    }
    if (formula.is(EXCEPT)) {
      return isConstructor(formula.operands().getFirst(), open);
    }
    if (formula.kind() == Kind.SCOPE) {
      return isConstructor(formula.operands().getLast(), open);
    }
    Definition called = formula.calls() == null ? null : definitions.get(formula.calls());
    return called != null && open.add(called.key()) && isConstructor(called.body(), open);
  }

  private void add(KnownMistake mistake, Formula formula) {
    if (formula.part() != null) {
      found.add(
          new Suspect(
              mistake, formula.part().module(), formula.part().line(), formula.part().column()));
    }
  }
}
