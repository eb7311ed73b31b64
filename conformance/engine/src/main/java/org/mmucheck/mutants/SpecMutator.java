package org.mmucheck.mutants;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mmucheck.tlc.Coverage.Part;
import org.mmucheck.tlc.Definition;
import org.mmucheck.tlc.Formula;
import org.mmucheck.tlc.Formula.Level;

/**
 * Makes the mutants of a module's definitions. What TLC explores must still say what becomes of
 * each variable, so of an action only guards, values and the update of a variable to another value
 * are changed; of a formula that is only checked, everything is.
 */
final class SpecMutator {
  private static final Pattern EQUAL = Pattern.compile("(?<![<>=/:|])=(?![<>=])");
  private static final Pattern DIFFERENT = Pattern.compile("#|/=");
  private static final Pattern IN = Pattern.compile("\\\\in\\b");
  private static final Pattern NOT_IN = Pattern.compile("\\\\notin\\b");
  private static final Pattern CUP = Pattern.compile("\\\\(cup|union)\\b");
  private static final Pattern CAP = Pattern.compile("\\\\(cap|intersect)\\b");
  private static final Pattern PLUS = Pattern.compile("\\+");
  private static final Pattern MINUS = Pattern.compile("-");
  private static final Pattern NOT = Pattern.compile("~|\\\\lnot\\b|\\\\neg\\b");
  private static final Pattern EXISTS = Pattern.compile("\\\\E\\b");
  private static final Pattern FORALL = Pattern.compile("\\\\A\\b");
  private static final Pattern OR = Pattern.compile("\\\\/");
  private static final Pattern STRONG = Pattern.compile("SF_");
  private static final Map<String, String> BOUNDARIES =
      Map.of("<", "<=", "\\leq", "<", ">", ">=", "\\geq", ">");
  private static final Map<String, Pattern> COMPARISONS =
      Map.of(
          "<", Pattern.compile("<(?![=<>])"),
          "\\leq", Pattern.compile("<=|=<|\\\\leq\\b"),
          ">", Pattern.compile("(?<![=>-])>(?![=>])"),
          "\\geq", Pattern.compile(">=|\\\\geq\\b"));

  private final Map<String, ModuleText> texts; // by module
  private final Definition definition;
  private final boolean isExplored;
  private final List<Mutant> mutants = new ArrayList<>();
  private final Set<String> seen;
  private Polarity polarity = Polarity.POSITIVE; // of the formula that is being changed

  private SpecMutator(
      Map<String, ModuleText> texts, Definition definition, boolean isExplored, Set<String> seen) {
    this.texts = texts;
    this.definition = definition;
    this.isExplored = isExplored;
    this.seen = seen;
  }

  /**
   * The mutants of {@code definitions}, in their order.
   *
   * @param texts of their modules, by name
   * @param explored keys of the definitions that TLC generates states with; all others it checks
   */
  static List<Mutant> mutants(
      List<Definition> definitions, Map<String, ModuleText> texts, Set<String> explored) {
    List<Mutant> mutants = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Definition definition : definitions) {
      SpecMutator mutator =
          new SpecMutator(texts, definition, explored.contains(definition.key()), seen);
      mutator.visit(definition.body(), Polarity.POSITIVE);
      mutants.addAll(mutator.mutants);
    }
    return mutants;
  }

  /** Whether a formula that is made true can make its definition true, or false. */
  private enum Polarity {
    POSITIVE,
    NEGATIVE,
    NEITHER;

    Polarity turned() {
      return switch (this) {
        case POSITIVE -> NEGATIVE;
        case NEGATIVE -> POSITIVE;
        case NEITHER -> NEITHER;
      };
    }

    /** Of an operand of a formula that has this one. */
    Polarity of(Formula formula, int operand) {
      return switch (formula.kind() == Formula.Kind.BUILT_IN ? formula.name() : "") {
        case "$ConjList", "\\land", "$DisjList", "\\lor", "$BoundedForall", "$BoundedExists" ->
            this;
        case "=>" -> operand == 0 ? turned() : this;
        case "\\lnot" -> turned();
        case "$IfThenElse" -> operand == 0 ? NEITHER : this;
        default -> NEITHER;
      };
    }
  }

  private void visit(Formula formula, Polarity own) {
    polarity = own;
    change(formula);
    formula.bounds().forEach(each -> visit(each, Polarity.NEITHER));
    for (int i = 0; i < formula.operands().size(); i++) {
      visit(formula.operands().get(i), own.of(formula, i));
    }
  }

  private void change(Formula formula) {
    switch (formula.kind()) {
      case BUILT_IN -> builtIn(formula);
      case NUMBER -> {
        if (formula.name().matches("\\d+")) {
          replace(
              Change.NUMBER_RAISED, formula, String.valueOf(Integer.parseInt(formula.name()) + 1));
        }
      }
      case NAME, STRING, SCOPE, OTHER -> {}
    }
  }

  private void builtIn(Formula formula) {
    switch (formula.name()) {
      case "$ConjList", "\\land" ->
          formula.operands().stream().filter(each -> !isConjunction(each)).forEach(this::conjunct);
      case "$DisjList", "\\lor" ->
          formula.operands().stream()
              .filter(each -> !isDisjunction(each))
              .forEach(each -> disjunct(each, formula.operands()));
      case "=>" -> replace(Change.PREMISE_DROPPED, formula.operands().getFirst(), "TRUE");
      case "\\lnot" -> token(Change.NEGATION_DROPPED, begin(formula), NOT, "");
      case "=" -> equality(formula);
      case "/=" -> infix(Change.DIFFERENT_TO_EQUAL, formula, DIFFERENT, "=");
      case "<", "\\leq", ">", "\\geq" ->
          infix(
              Change.BOUNDARY_MOVED,
              formula,
              pattern(formula.name()),
              BOUNDARIES.getOrDefault(formula.name(), ""));
      case "\\in" -> {
        if (!isPrimed(formula.operands().getFirst())) {
          infix(Change.MEMBERSHIP_TURNED, formula, IN, "\\notin");
        }
      }
      case "\\notin" -> infix(Change.MEMBERSHIP_TURNED, formula, NOT_IN, "\\in");
      case "\\cup" -> {
        infix(Change.SET_OPERATOR_SWAPPED, formula, CUP, "\\cap");
        formula.operands().forEach(each -> replace(Change.SET_OPERAND_DROPPED, each, "{}"));
      }
      case "\\cap" -> infix(Change.SET_OPERATOR_SWAPPED, formula, CAP, "\\cup");
      case "\\" -> replace(Change.SET_OPERAND_DROPPED, formula.operands().getLast(), "{}");
      case "+" -> infix(Change.SIGN_SWAPPED, formula, PLUS, "-");
      case "-" -> infix(Change.SIGN_SWAPPED, formula, MINUS, "+");
      case "$BoundedExists" -> quantifier(formula, EXISTS, "\\A");
      case "$BoundedForall" -> quantifier(formula, FORALL, "\\E");
      case "$IfThenElse" -> {
        replace(Change.BRANCH_TAKEN, formula.operands().getFirst(), "TRUE");
        replace(Change.BRANCH_TAKEN, formula.operands().getFirst(), "FALSE");
      }
      case "$Case" ->
          formula.operands().stream()
              .filter(arm -> arm.is("$Pair") && arm.operands().size() == 2)
              .forEach(arm -> replace(Change.CASE_DROPPED, arm.operands().getFirst(), "FALSE"));
      case "$Except" -> except(formula);
      case "$SF" -> token(Change.FAIRNESS_WEAKENED, begin(formula), STRONG, "WF_");
      case "TRUE" -> replace(Change.TRUTH_FLIPPED, formula, "FALSE");
      case "FALSE" -> replace(Change.TRUTH_FLIPPED, formula, "TRUE");
      default -> {}
    }
  }

  /** Its own conjuncts are dropped one by one. */
  private static boolean isConjunction(Formula formula) {
    return formula.is("$ConjList") || formula.is("\\land");
  }

  private static boolean isDisjunction(Formula formula) {
    return formula.is("$DisjList") || formula.is("\\lor");
  }

  /**
   * Of the next-state relation a disjunct goes with its bullet: {@code FALSE} in its place would be
   * an action of that name.
   */
  private void disjunct(Formula disjunct, List<Formula> all) {
    Part part = disjunct.part();
    if (!isExplored || disjunct.level() != Level.ACTION || part == null) {
      replace(Change.DISJUNCT_DROPPED, disjunct, "FALSE");
      return;
    }
    Part next = all.size() == 2 ? all.getLast().part() : null;
    Part bullet = text(part).bulletBefore(part, "\\/").orElse(null);
    if (bullet != null) {
      add(Change.DISJUNCT_DROPPED, ModuleText.from(bullet, part), "");
    } else if (next != null && !next.equals(part)) {
      text(part)
          .find(ModuleText.between(part, next), OR)
          .ifPresent(or -> add(Change.DISJUNCT_DROPPED, ModuleText.from(part, or), ""));
    }
  }

  private void conjunct(Formula conjunct) {
    if (conjunct.level() == Level.TEMPORAL) {
      if (!conjunct.is("$SquareAct") && !conjunct.is("[]")) {
        replace(Change.CONJUNCT_DROPPED, conjunct, "TRUE");
      }
      return;
    }
    if (!isExplored) {
      replace(Change.CONJUNCT_DROPPED, conjunct, "TRUE");
      return;
    }
    if (conjunct.is("=") && isPrimed(conjunct.operands().getFirst())) {
      Formula primed = conjunct.operands().getFirst();
      Formula value = conjunct.operands().getLast();
      String same = written(part(primed)).replace("'", "");
      if (!written(part(value)).equals(same)) {
        replace(Change.UPDATE_DROPPED, value, same);
      }
      return;
    }
    boolean isInitial = conjunct.is("=") && conjunct.operands().getFirst().level() == Level.STATE;
    boolean mayAssign = conjunct.level() == Level.ACTION || (isInitial && isInInit());
    if (!mayAssign && conjunct.level() != Level.CONSTANT) {
      replace(Change.GUARD_DROPPED, conjunct, "TRUE");
    } else if (!mayAssign) {
      replace(Change.CONJUNCT_DROPPED, conjunct, "TRUE");
    }
  }

  private boolean isInInit() {
    return definition.name().equals("Init");
  }

  private void equality(Formula formula) {
    Formula left = formula.operands().getFirst();
    boolean assigns = isExplored && (isPrimed(left) || isInInit());
    if (assigns) {
      return;
    }
    boolean isStep = isExplored && formula.operands().getLast().kind() == Formula.Kind.STRING;
    if (!isStep) { // the guard of a step, turned round, is a spec that nobody would write
      infix(Change.EQUAL_TO_DIFFERENT, formula, EQUAL, "#");
    }
    if (!isExplored && formula.operands().stream().allMatch(SpecMutator::mayBeNumber)) {
      infix(Change.EQUAL_TO_AT_LEAST, formula, EQUAL, ">=");
      infix(Change.EQUAL_TO_AT_MOST, formula, EQUAL, "<=");
    }
  }

  /** A set, a tuple or a truth cannot be compared; of a name only TLC knows. */
  private static boolean mayBeNumber(Formula formula) {
    return switch (formula.kind()) {
      case NUMBER, NAME -> true;
      case STRING -> false;
      case BUILT_IN ->
          Set.of("+", "-", "$FcnApply", "$RcdSelect", "'", "$IfThenElse", "Cardinality", "Len")
              .contains(formula.name());
      case SCOPE, OTHER -> false;
    };
  }

  private void quantifier(Formula formula, Pattern token, String other) {
    if (!isExplored || formula.level().compareTo(Level.STATE) <= 0) {
      token(Change.QUANTIFIER_SWAPPED, begin(formula), token, other);
    }
  }

  /** Of several changes of one function each is dropped; the only one is a dropped update. */
  private void except(Formula formula) {
    List<Formula> changes =
        formula.operands().stream()
            .filter(each -> each.is("$Pair") && each.operands().size() == 2)
            .toList();
    if (changes.size() > 1) {
      changes.forEach(each -> replace(Change.UPDATE_DROPPED, each.operands().getLast(), "@"));
    }
  }

  private static boolean isPrimed(Formula formula) {
    return formula.is("'");
  }

  /** Where a prefix operator stands: from the formula's beginning to its first operand or bound. */
  private static @Nullable Part begin(Formula formula) {
    return formula.part();
  }

  private void infix(Change change, Formula formula, Pattern token, String other) {
    if (formula.operands().size() == 2) {
      Part left = formula.operands().getFirst().part();
      Part right = formula.operands().getLast().part();
      if (left != null && right != null) {
        token(change, ModuleText.between(left, right), token, other);
      }
    }
  }

  /** Replaces an operator, with a blank behind it where it needs that room. */
  private void token(Change change, @Nullable Part within, Pattern token, String other) {
    if (within == null || !texts.containsKey(within.module())) {
      return;
    }
    ModuleText text = text(within);
    Optional<Part> found = text.find(within, token);
    found.ifPresent(
        at -> {
          int room = at.endColumn() - at.column() + 1;
          Part behind =
              new Part(at.module(), at.line(), at.endColumn() + 1, at.line(), at.endColumn() + 1);
          boolean takesBlank = other.length() > room && text.at(behind).isEmpty();
          Part whole =
              takesBlank
                  ? new Part(at.module(), at.line(), at.column(), at.line(), at.endColumn() + 1)
                  : at;
          add(change, whole, other);
        });
  }

  private void replace(Change change, Formula formula, String replacement) {
    Part part = formula.part();
    if (part != null && texts.containsKey(part.module()) && !written(part).equals(replacement)) {
      add(change, part, replacement);
    }
  }

  private void add(Change change, Part at, String replacement) {
    String key = at + replacement;
    if (!text(at).wouldMoveBullets(at, replacement) && seen.add(key)) {
      boolean weakens = change == Change.CONJUNCT_DROPPED && polarity == Polarity.POSITIVE;
      mutants.add(
          new Mutant(
              change, definition.key(), definition.name(), at, written(at), replacement, weakens));
    }
  }

  private ModuleText text(Part part) {
    ModuleText text = texts.get(part.module());
    if (text == null) {
      throw new IllegalArgumentException("no text of " + part.module());
    }
    return text;
  }

  private String written(Part part) {
    return text(part).at(part);
  }

  private static Part part(Formula formula) {
    Part part = formula.part();
    if (part == null) {
      throw new IllegalArgumentException("written nowhere: " + formula.name());
    }
    return part;
  }

  private static Pattern pattern(String comparison) {
    Pattern pattern = COMPARISONS.get(comparison);
    if (pattern == null) {
      throw new IllegalArgumentException(comparison);
    }
    return pattern;
  }
}
