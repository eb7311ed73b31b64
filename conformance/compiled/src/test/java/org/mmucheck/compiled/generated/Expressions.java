package org.mmucheck.compiled.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.mmucheck.compiled.generated.Type.Basic;

/**
 * Draws well-typed expressions. Where {@code mayFail}, some have no value: a function outside its
 * domain, the head of an empty sequence, a CHOOSE without witness, a CASE without case.
 */
final class Expressions {
  private final Random random;
  private final boolean mayFail;
  private int names;

  /** A name in scope. */
  record Name(String text, Type type) {}

  Expressions(Random random, boolean mayFail) {
    this.random = random;
    this.mayFail = mayFail;
  }

  private String fresh() {
    return "x" + names++;
  }

  static List<Name> plus(List<Name> scope, Name name) {
    List<Name> all = new ArrayList<>(scope);
    all.removeIf(hidden -> hidden.text().equals(name.text()));
    all.add(name);
    return all;
  }

  String of(Type type, int depth, List<Name> scope) {
    List<Name> fitting = scope.stream().filter(name -> name.type().equals(type)).toList();
    if (!fitting.isEmpty() && random.nextInt(depth <= 0 ? 2 : 4) == 0) {
      return fitting.get(random.nextInt(fitting.size())).text();
    }
    if (depth <= 0) {
      return literal(type);
    }
    switch (random.nextInt(12)) {
      case 0:
        return "(IF "
            + of(Basic.BOOLEAN, depth - 1, scope)
            + " THEN "
            + of(type, depth - 1, scope)
            + " ELSE "
            + of(type, depth - 1, scope)
            + ")";
      case 1:
        Type kept = Type.any(random);
        String name = fresh();
        return "(LET "
            + name
            + " == "
            + of(kept, depth - 1, scope)
            + " IN "
            + of(type, depth - 1, plus(scope, new Name(name, kept)))
            + ")";
      case 2:
        return cases(type, depth, scope);
      case 3:
        return choice(type, depth, scope);
      case 4:
        return applied(type, depth, scope);
      default:
        return own(type, depth, scope);
    }
  }

  private String cases(Type type, int depth, List<Name> scope) {
    String other =
        mayFail && random.nextInt(4) == 0 ? "" : " [] OTHER -> " + of(type, depth - 1, scope);
    return "(CASE "
        + of(Basic.BOOLEAN, depth - 1, scope)
        + " -> "
        + of(type, depth - 1, scope)
        + " [] "
        + of(Basic.BOOLEAN, depth - 1, scope)
        + " -> "
        + of(type, depth - 1, scope)
        + other
        + ")";
  }

  private String choice(Type type, int depth, List<Name> scope) {
    String name = fresh();
    String set = of(new Type.SetOf(type), depth - 1, scope);
    String holds = of(Basic.BOOLEAN, depth - 1, plus(scope, new Name(name, type)));
    String chosen = "CHOOSE " + name + " \\in " + set + " : " + holds;
    if (mayFail && random.nextInt(4) == 0) {
      return "(" + chosen + ")";
    }
    return "(IF \\E "
        + name
        + " \\in "
        + set
        + " : "
        + holds
        + " THEN "
        + chosen
        + " ELSE "
        + literal(type)
        + ")";
  }

  private String applied(Type type, int depth, List<Name> scope) {
    return switch (random.nextInt(4)) {
      case 0 -> {
        String value =
            of(new Type.Function(Basic.NAME, type), depth - 1, scope)
                + "["
                + of(Basic.NAME, depth - 1, scope)
                + "]";
        // as a conjunct of an action by itself TLC takes no notice of EXCEPT
        yield type == Basic.BOOLEAN ? "(" + value + " = TRUE)" : value;
      }
      case 1 -> of(new Type.Fields(type, Basic.BOOLEAN), depth - 1, scope) + ".a";
      case 2 -> "Id(" + of(type, depth - 1, scope) + ")";
      default -> {
        String sequence = of(new Type.Sequence(type), depth - 1, scope);
        yield mayFail && random.nextInt(4) == 0
            ? "Head(" + sequence + ")"
            : "(IF " + sequence + " = <<>> THEN " + literal(type) + " ELSE Head(" + sequence + "))";
      }
    };
  }

  private String own(Type type, int depth, List<Name> scope) {
    return switch (type) {
      case Basic basic ->
          switch (basic) {
            case BOOLEAN -> truth(depth, scope);
            case INTEGER -> number(depth, scope);
            default -> literal(type);
          };
      case Type.SetOf set -> set(set, depth, scope);
      case Type.Function function -> function(function, depth, scope);
      case Type.Fields fields -> fields(fields, depth, scope);
      case Type.Sequence sequence -> sequence(sequence, depth, scope);
    };
  }

  private String truth(int depth, List<Name> scope) {
    Type type = Type.any(random);
    String name = fresh();
    return switch (random.nextInt(13)) {
      case 0 -> "~" + of(Basic.BOOLEAN, depth - 1, scope);
      case 1 -> both(" /\\ ", Basic.BOOLEAN, depth, scope);
      case 2 -> both(" \\/ ", Basic.BOOLEAN, depth, scope);
      case 3 -> both(" => ", Basic.BOOLEAN, depth, scope);
      case 4 -> both(" <=> ", Basic.BOOLEAN, depth, scope);
      case 5 -> both(" = ", type, depth, scope);
      case 6 -> both(" # ", type, depth, scope);
      case 7 ->
          "("
              + of(type, depth - 1, scope)
              + " \\in "
              + (random.nextBoolean() ? of(new Type.SetOf(type), depth - 1, scope) : type.all())
              + ")";
      case 8 -> both(random.nextBoolean() ? " < " : " <= ", Basic.INTEGER, depth, scope);
      case 9 -> both(" \\subseteq ", new Type.SetOf(Type.basic(random)), depth, scope);
      default ->
          "("
              + (random.nextBoolean() ? "\\A " : "\\E ")
              + name
              + " \\in "
              + of(new Type.SetOf(type), depth - 1, scope)
              + " : "
              + of(Basic.BOOLEAN, depth - 1, plus(scope, new Name(name, type)))
              + ")";
    };
  }

  private String both(String operator, Type type, int depth, List<Name> scope) {
    return "(" + of(type, depth - 1, scope) + operator + of(type, depth - 1, scope) + ")";
  }

  private String number(int depth, List<Name> scope) {
    return switch (random.nextInt(8)) {
      case 0 -> both(" + ", Basic.INTEGER, depth, scope);
      case 1 -> both(" - ", Basic.INTEGER, depth, scope);
      case 2 -> "((" + both(" * ", Basic.INTEGER, depth, scope) + ") % 5)";
      case 3 -> "Cardinality(" + of(new Type.SetOf(Type.basic(random)), depth - 1, scope) + ")";
      case 4 -> "Len(" + of(new Type.Sequence(Type.basic(random)), depth - 1, scope) + ")";
      case 5 -> "Sum(" + of(new Type.SetOf(Basic.INTEGER), depth - 1, scope) + ")";
      case 6 -> "(" + of(Basic.INTEGER, depth - 1, scope) + " \\div 2)";
      default -> "(-" + of(Basic.INTEGER, depth - 1, scope) + ")";
    };
  }

  private String set(Type.SetOf type, int depth, List<Name> scope) {
    String name = fresh();
    Type element = type.element();
    Type from = Type.basic(random);
    return switch (random.nextInt(10)) {
      case 0 -> both(" \\cup ", type, depth, scope);
      case 1 -> both(" \\cap ", type, depth, scope);
      case 2 -> both(" \\ ", type, depth, scope);
      case 3, 4 ->
          "{"
              + name
              + " \\in "
              + of(type, depth - 1, scope)
              + " : "
              + of(Basic.BOOLEAN, depth - 1, plus(scope, new Name(name, element)))
              + "}";
      case 5, 6 ->
          "{"
              + of(element, depth - 1, plus(scope, new Name(name, from)))
              + " : "
              + name
              + " \\in "
              + of(new Type.SetOf(from), depth - 1, scope)
              + "}";
      case 7 -> "UNION {" + of(type, depth - 1, scope) + ", " + of(type, depth - 1, scope) + "}";
      default -> "{" + of(element, depth - 1, scope) + ", " + of(element, depth - 1, scope) + "}";
    };
  }

  private String function(Type.Function type, int depth, List<Name> scope) {
    String name = fresh();
    String key = type.from() == Basic.BOOLEAN ? of(Basic.BOOLEAN, 0, scope) : literal(type.from());
    return switch (random.nextInt(4)) {
      case 0 ->
          "["
              + of(type, depth - 1, scope)
              + " EXCEPT !["
              + key
              + "] = "
              + of(type.to(), depth - 1, plus(scope, new Name("@", type.to())))
              + "]";
      case 1 ->
          "["
              + of(type, depth - 1, scope)
              + " EXCEPT !["
              + key
              + "] = "
              + of(type.to(), depth - 1, plus(scope, new Name("@", type.to())))
              + ", !["
              + (mayFail ? of(type.from(), depth - 1, scope) : key)
              + "] = "
              + of(type.to(), depth - 1, plus(scope, new Name("@", type.to())))
              + "]";
      default ->
          "["
              + name
              + " \\in "
              + type.from().all()
              + " |-> "
              + of(type.to(), depth - 1, plus(scope, new Name(name, type.from())))
              + "]";
    };
  }

  private String fields(Type.Fields type, int depth, List<Name> scope) {
    return random.nextBoolean()
        ? "["
            + of(type, depth - 1, scope)
            + " EXCEPT !.b = "
            + of(type.b(), depth - 1, plus(scope, new Name("@", type.b())))
            + "]"
        : "[a |-> "
            + of(type.a(), depth - 1, scope)
            + ", b |-> "
            + of(type.b(), depth - 1, scope)
            + "]";
  }

  private String sequence(Type.Sequence type, int depth, List<Name> scope) {
    String before = of(type, depth - 1, scope);
    String name = fresh();
    return switch (random.nextInt(6)) {
      case 0 -> "Append(" + before + ", " + of(type.element(), depth - 1, scope) + ")";
      case 1 -> "(" + before + " \\o " + of(type, depth - 1, scope) + ")";
      case 2 ->
          "SelectSeq("
              + before
              + ", LAMBDA "
              + name
              + " : "
              + of(Basic.BOOLEAN, depth - 1, plus(scope, new Name(name, type.element())))
              + ")";
      case 3 ->
          mayFail && random.nextInt(4) == 0
              ? "Tail(" + before + ")"
              : "(IF " + before + " = <<>> THEN <<>> ELSE Tail(" + before + "))";
      case 4 -> "SubSeq(" + before + ", 1, IF Len(" + before + ") > 0 THEN 1 ELSE 0)";
      default -> "<<" + of(type.element(), depth - 1, scope) + ">>";
    };
  }

  /** An expression without names. */
  String literal(Type type) {
    return switch (type) {
      case Basic basic ->
          switch (basic) {
            case BOOLEAN -> random.nextBoolean() ? "TRUE" : "FALSE";
            case INTEGER -> Integer.toString(random.nextInt(4));
            case STRING -> "\"" + "pqr".charAt(random.nextInt(3)) + "\"";
            case NAME -> "Name" + (1 + random.nextInt(3));
          };
      case Type.SetOf set ->
          switch (random.nextInt(3)) {
            case 0 -> "{}";
            case 1 -> "{" + literal(set.element()) + "}";
            default -> "{" + literal(set.element()) + ", " + literal(set.element()) + "}";
          };
      case Type.Function function ->
          "[" + fresh() + " \\in " + function.from().all() + " |-> " + literal(function.to()) + "]";
      case Type.Fields fields ->
          "[a |-> " + literal(fields.a()) + ", b |-> " + literal(fields.b()) + "]";
      case Type.Sequence sequence ->
          random.nextBoolean() ? "<<>>" : "<<" + literal(sequence.element()) + ">>";
    };
  }

  /** The expression, forced into the values of its type. */
  String bounded(Type type, int depth, List<Name> scope) {
    String value = of(type, depth, scope);
    return switch (type) {
      case Type.Sequence x -> "Short(" + value + ")";
      case Basic x when x == Basic.INTEGER -> "((" + value + ") % 4)";
      default -> type.all().contains("..") ? "Fit(" + value + ", " + type.all() + ")" : value;
    };
  }
}
