package org.mmucheck.mutants;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mmucheck.tlc.Coverage.Part;
import org.mmucheck.tlc.Definition;
import org.mmucheck.tlc.Formula;

/**
 * Changes that mean nothing, of which no layer may complain: a bound variable of another name, two
 * operands in the other order, a comment.
 */
final class Cosmetics {
  private static final Pattern BOUND = Pattern.compile("\\\\[EA]\\s+(\\w+)\\s+\\\\in\\b.*");

  /** Their operands may change places, and a value of either does not depend on the other. */
  private static final Set<String> COMMUTE = Set.of("\\cup", "\\cap", "+", "/=");

  private final Map<String, ModuleText> texts;
  private final List<Mutant> changes = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  private Cosmetics(Map<String, ModuleText> texts) {
    this.texts = texts;
  }

  static List<Mutant> of(List<Definition> definitions, Map<String, ModuleText> texts) {
    Cosmetics cosmetics = new Cosmetics(texts);
    for (Definition definition : definitions) {
      cosmetics.visit(definition, definition.body());
    }
    return List.copyOf(cosmetics.changes);
  }

  private void visit(Definition definition, Formula formula) {
    Part part = formula.part();
    ModuleText text = part == null ? null : texts.get(part.module());
    if (part != null && text != null && part.line() == part.endLine()) {
      String was = text.at(part);
      Matcher bound = BOUND.matcher(was);
      if (bound.matches() && !was.contains("\"") && !was.contains("|->")) {
        String name = bound.group(1);
        add(definition, part, was, was.replaceAll("(?<![.\\w!])" + name + "\\b", name + "_"));
      } else if (COMMUTE.contains(formula.name()) && formula.operands().size() == 2) {
        swap(definition, formula, text);
      } else if (formula.kind() == Formula.Kind.NUMBER) {
        add(definition, part, was, was + " (* a number *)");
      }
    }
    formula.bounds().forEach(each -> visit(definition, each));
    formula.operands().forEach(each -> visit(definition, each));
  }

  /** Only names and numbers change places, so that no parenthesis is torn apart. */
  private void swap(Definition definition, Formula formula, ModuleText text) {
    Part whole = formula.part();
    Part left = formula.operands().getFirst().part();
    Part right = formula.operands().getLast().part();
    if (whole == null || left == null || right == null) {
      return;
    }
    String one = text.at(left);
    String other = text.at(right);
    if (one.matches("[\\w']+") && other.matches("[\\w']+")) {
      String operator = text.at(ModuleText.between(left, right));
      add(definition, whole, text.at(whole), other + " " + operator + " " + one);
    }
  }

  private void add(Definition definition, Part at, String was, String replacement) {
    ModuleText text = texts.get(at.module());
    if (text != null && !text.wouldMoveBullets(at, replacement) && seen.add(at + replacement)) {
      changes.add(
          new Mutant(
              Change.COSMETIC, definition.key(), definition.name(), at, was, replacement, false));
    }
  }
}
