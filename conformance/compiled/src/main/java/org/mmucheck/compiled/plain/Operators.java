package org.mmucheck.compiled.plain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mmucheck.value.Value;

/**
 * The operators that take values and give one. Records are functions here, so that each value is
 * there in one way, however it is written.
 */
final class Operators {
  private Operators() {}

  /** The same value, with records as functions. */
  static Value of(Value value) {
    return switch (value) {
      case Value.Bool x -> x;
      case Value.Int x -> x;
      case Value.Text x -> x;
      case Value.Seq x -> new Value.Seq(x.elements().stream().map(Operators::of).toList());
      case Value.SetOf x -> Value.set(x.elements().stream().map(Operators::of).toList());
      case Value.Rec x -> {
        Map<Value, Value> entries = new LinkedHashMap<>();
        x.fields().forEach((name, field) -> entries.put(Value.of(name), of(field)));
        yield Value.fcn(entries);
      }
      case Value.Fcn x -> {
        Map<Value, Value> entries = new LinkedHashMap<>();
        x.entries().forEach((key, each) -> entries.put(of(key), of(each)));
        yield Value.fcn(entries);
      }
    };
  }

  /** What an operator gives; null if it is none of these. */
  static @Nullable Value apply(String name, List<Value> args, String place) {
    return switch (name) {
      case "\\lnot" -> Value.of(!bool(args.get(0), place));
      case "=", "\\equiv" -> Value.of(args.get(0).equals(args.get(1)));
      case "/=" -> Value.of(!args.get(0).equals(args.get(1)));
      case "\\subseteq" -> Value.of(set(args.get(1), place).containsAll(set(args.get(0), place)));
      case "<" -> Value.of(number(args.get(0), place) < number(args.get(1), place));
      case ">" -> Value.of(number(args.get(0), place) > number(args.get(1), place));
      case "\\leq" -> Value.of(number(args.get(0), place) <= number(args.get(1), place));
      case "\\geq" -> Value.of(number(args.get(0), place) >= number(args.get(1), place));
      case "+" -> Value.of(number(args.get(0), place) + number(args.get(1), place));
      case "-" -> Value.of(number(args.get(0), place) - number(args.get(1), place));
      case "*" -> Value.of(number(args.get(0), place) * number(args.get(1), place));
      case "-." -> Value.of(-number(args.get(0), place));
      case "\\div" ->
          Value.of(Math.floorDiv(number(args.get(0), place), number(args.get(1), place)));
      case "%" -> Value.of(Math.floorMod(number(args.get(0), place), number(args.get(1), place)));
      case ".." -> range(number(args.get(0), place), number(args.get(1), place));
      case "DOMAIN" -> Value.set(entries(args.get(0), place).keySet());
      case "\\union" -> {
        TreeSet<Value> all = new TreeSet<>(set(args.get(0), place));
        all.addAll(set(args.get(1), place));
        yield Value.set(all);
      }
      case "\\intersect" -> {
        TreeSet<Value> all = new TreeSet<>(set(args.get(0), place));
        all.retainAll(set(args.get(1), place));
        yield Value.set(all);
      }
      case "\\" -> {
        TreeSet<Value> all = new TreeSet<>(set(args.get(0), place));
        all.removeAll(set(args.get(1), place));
        yield Value.set(all);
      }
      case "UNION" -> {
        TreeSet<Value> all = new TreeSet<>();
        set(args.get(0), place).forEach(each -> all.addAll(set(each, place)));
        yield Value.set(all);
      }
      case "SUBSET" -> subsets(List.copyOf(set(args.get(0), place)));
      case "$SetOfFcns" -> functions(List.copyOf(set(args.get(0), place)), set(args.get(1), place));
      case "$CartesianProd" ->
          products(args.stream().map(each -> set(each, place)).toList(), Value.Seq::new);
      case "$SetEnumerate" -> Value.set(args);
      case "$Tuple" -> new Value.Seq(args);
      case "$FcnApply" -> applied(args.get(0), key(args.subList(1, args.size())), place);
      case "$RcdSelect" -> applied(args.get(0), args.get(1), place);
      case "Cardinality" -> Value.of(set(args.get(0), place).size());
      case "IsFiniteSet" -> Value.of(args.get(0) instanceof Value.SetOf);
      case "Len" -> Value.of(sequence(args.get(0), place).size());
      case "Head" -> first(sequence(args.get(0), place), place).getFirst();
      case "Tail" -> {
        List<Value> all = first(sequence(args.get(0), place), place);
        yield new Value.Seq(all.subList(1, all.size()));
      }
      case "Append" -> {
        List<Value> all = new ArrayList<>(sequence(args.get(0), place));
        all.add(args.get(1));
        yield new Value.Seq(all);
      }
      case "\\o" -> {
        List<Value> all = new ArrayList<>(sequence(args.get(0), place));
        all.addAll(sequence(args.get(1), place));
        yield new Value.Seq(all);
      }
      case "SubSeq" -> part(args, place);
      case ":>" -> Value.fcn(Map.of(args.get(0), args.get(1)));
      case "@@" -> {
        Map<Value, Value> all = new LinkedHashMap<>(entries(args.get(1), place));
        all.putAll(entries(args.get(0), place));
        yield Value.fcn(all);
      }
      default -> null;
    };
  }

  static boolean bool(Value value, String place) {
    if (value instanceof Value.Bool bool) {
      return bool.value();
    }
    throw new UndecidedException(place, value + " is no Boolean");
  }

  private static long number(Value value, String place) {
    if (value instanceof Value.Int number) {
      return number.value();
    }
    throw new UndecidedException(place, value + " is no number");
  }

  static Collection<Value> set(Value value, String place) {
    if (value instanceof Value.SetOf set) {
      return set.elements();
    }
    throw new UndecidedException(place, value + " is no set");
  }

  static List<Value> sequence(Value value, String place) {
    if (value instanceof Value.Seq sequence) {
      return sequence.elements();
    }
    throw new UndecidedException(place, value + " is no sequence");
  }

  private static List<Value> first(List<Value> sequence, String place) {
    if (sequence.isEmpty()) {
      throw new UndecidedException(place, "the sequence is empty");
    }
    return sequence;
  }

  /** A function's values by its arguments. */
  static Map<Value, Value> entries(Value function, String place) {
    return switch (function) {
      case Value.Fcn x -> x.entries();
      case Value.Seq x -> {
        Map<Value, Value> entries = new LinkedHashMap<>();
        x.elements().forEach(each -> entries.put(Value.of(entries.size() + 1), each));
        yield entries;
      }
      default -> throw new UndecidedException(place, function + " is no function");
    };
  }

  static Value applied(Value function, Value argument, String place) {
    Value value = entries(function, place).get(argument);
    if (value == null) {
      throw new UndecidedException(place, argument + " is not in the domain of " + function);
    }
    return value;
  }

  /** The argument of a function of several. */
  static Value key(List<Value> arguments) {
    return arguments.size() == 1 ? arguments.getFirst() : new Value.Seq(arguments);
  }

  private static Value range(long from, long to) {
    List<Value> all = new ArrayList<>();
    for (long i = from; i <= to; i++) {
      all.add(Value.of(i));
    }
    return Value.set(all);
  }

  private static Value part(List<Value> args, String place) {
    List<Value> all = sequence(args.get(0), place);
    long from = number(args.get(1), place);
    long to = number(args.get(2), place);
    if (from > to) {
      return new Value.Seq(List.of());
    }
    if (from < 1 || to > all.size()) {
      throw new UndecidedException(place, from + ".." + to + " is not in the sequence");
    }
    return new Value.Seq(all.subList((int) from - 1, (int) to));
  }

  private static Value subsets(List<Value> elements) {
    List<List<Value>> all = new ArrayList<>(List.of(List.of()));
    for (Value element : elements) {
      for (List<Value> without : List.copyOf(all)) {
        List<Value> with = new ArrayList<>(without);
        with.add(element);
        all.add(with);
      }
    }
    return Value.set(all.stream().map(Value::set).toList());
  }

  private static Value functions(List<Value> domain, Collection<Value> range) {
    return products(
        domain.stream().map(each -> range).toList(), values -> function(domain, values));
  }

  static Value function(List<Value> domain, List<Value> values) {
    Map<Value, Value> entries = new LinkedHashMap<>();
    for (int i = 0; i < domain.size(); i++) {
      entries.put(domain.get(i), values.get(i));
    }
    return Value.fcn(entries);
  }

  /** One value for each choice of an element of each set. */
  static Value products(List<? extends Collection<Value>> sets, Function<List<Value>, Value> made) {
    List<List<Value>> all = new ArrayList<>(List.of(List.of()));
    for (Collection<Value> set : sets) {
      List<List<Value>> longer = new ArrayList<>();
      for (List<Value> chosen : all) {
        for (Value each : set) {
          List<Value> more = new ArrayList<>(chosen);
          more.add(each);
          longer.add(more);
        }
      }
      all = longer;
    }
    return Value.set(all.stream().map(made).toList());
  }
}
