package org.mmucheck.compiled.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mmucheck.value.ContentHash;

/**
 * The operators of TLA+ and of its standard modules on values. Each fails with an {@link
 * EvaluationException} where TLC does.
 */
public final class Operations {
  /** The size of the largest set that is listed. */
  static final int MOST_ELEMENTS = 1 << 22;

  private final Interner interner;

  public Operations(Interner interner) {
    this.interner = interner;
  }

  public Interner interner() {
    return interner;
  }

  public static boolean truth(Val value) {
    if (value instanceof BoolVal bool) {
      return bool.value;
    }
    throw wrong("a Boolean", value);
  }

  public static int number(Val value) {
    if (value instanceof IntVal number) {
      return number.value;
    }
    throw wrong("an integer", value);
  }

  public static SetVal set(Val value) {
    if (value instanceof SetVal set) {
      return set;
    }
    throw wrong("a set", value);
  }

  public static FunVal function(Val value) {
    if (value instanceof FunVal function) {
      return function;
    }
    throw wrong("a function", value);
  }

  private static FunVal sequence(Val value) {
    if (value instanceof FunVal function && function.isSequence()) {
      return function;
    }
    if (value instanceof TextVal) {
      throw new UnsupportedException("", "the string " + value + " as a sequence of characters");
    }
    throw wrong("a sequence", value);
  }

  private static EvaluationException wrong(String wanted, Val value) {
    return new EvaluationException(value + " is no " + wanted.substring(wanted.indexOf(' ') + 1));
  }

  /** {@code function[argument]}. */
  public static Val apply(Val function, Val argument) {
    FunVal f = function(function);
    int place = f.domain.indexOf(argument);
    if (place < 0) {
      f.domain.contains(argument); // fails where the two cannot be compared
      throw new EvaluationException(argument + " is not in the domain of " + function);
    }
    return f.values[place];
  }

  /**
   * {@code [function EXCEPT ![key] = value]} where the key is in the domain, which the caller has
   * asked.
   */
  public Val except(Val function, Val key, Val value) {
    FunVal f = function(function);
    return interner.with(f, f.domain.indexOf(key), value);
  }

  /** Whether EXCEPT changes anything there; TLC takes no notice of a key outside the domain. */
  public static boolean hasKey(Val function, Val key) {
    return function(function).domain.indexOf(key) >= 0;
  }

  public static Val domain(Val function) {
    return function(function).domain;
  }

  public static boolean in(Val value, Val set) {
    return set(set).contains(value);
  }

  public Val union(Val a, Val b) {
    SetVal x = set(a);
    SetVal y = set(b);
    if (x == y || y.size() == 0) {
      return x;
    }
    if (x.size() == 0) {
      return y;
    }
    Val[] merged = new Val[x.size() + y.size()];
    long sum = x.sum;
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < x.size() && j < y.size()) {
      Val left = x.elements[i];
      Val right = y.elements[j];
      int order = left == right ? 0 : Order.compare(left, right);
      if (order <= 0) {
        merged[size++] = left;
        i++;
        j += order == 0 ? 1 : 0;
      } else {
        merged[size++] = right;
        sum += ContentHash.element(right.hash);
        j++;
      }
    }
    while (i < x.size()) {
      merged[size++] = x.elements[i++];
    }
    while (j < y.size()) {
      sum += ContentHash.element(y.elements[j].hash);
      merged[size++] = y.elements[j++];
    }
    return size == x.size() ? x : interner.sorted(Arrays.copyOf(merged, size), sum);
  }

  public Val intersection(Val a, Val b) {
    return filtered(set(a), set(b), true);
  }

  public Val difference(Val a, Val b) {
    return filtered(set(a), set(b), false);
  }

  private Val filtered(SetVal from, SetVal by, boolean wanted) {
    Val[] kept = new Val[from.size()];
    long sum = 0;
    int size = 0;
    for (Val element : from.elements) {
      if (by.contains(element) == wanted) {
        kept[size++] = element;
        sum += ContentHash.element(element.hash);
      }
    }
    return size == from.size() ? from : interner.sorted(Arrays.copyOf(kept, size), sum);
  }

  public static boolean subset(Val a, Val b) {
    SetVal x = set(a);
    SetVal y = set(b);
    if (x == y) {
      return true;
    }
    for (Val element : x.elements) {
      if (!y.contains(element)) {
        return false;
      }
    }
    return true;
  }

  /** {@code UNION sets}. */
  public Val unionOf(Val sets) {
    Val all = interner.emptySet();
    for (Val each : set(sets).elements) {
      all = union(all, each);
    }
    return all;
  }

  /** {@code SUBSET of}, all of it. */
  public Val powerset(Val of) {
    SetVal base = set(of);
    requireFew(base.size() > 30 ? Long.MAX_VALUE : 1L << base.size(), "SUBSET " + of);
    Val[] subsets = new Val[1 << base.size()];
    for (int bits = 0; bits < subsets.length; bits++) {
      Val[] elements = new Val[Integer.bitCount(bits)];
      long sum = 0;
      int size = 0;
      for (int i = 0; i < base.size(); i++) {
        if ((bits >> i & 1) != 0) {
          elements[size++] = base.elements[i];
          sum += ContentHash.element(base.elements[i].hash);
        }
      }
      subsets[bits] = interner.sorted(elements, sum);
    }
    return interner.set(subsets);
  }

  /** {@code [domain -> range]}, all of it. */
  public Val functions(Val domain, Val range) {
    SetVal from = set(domain);
    Val[] ranges = new Val[from.size()];
    Arrays.fill(ranges, set(range));
    return product(from, ranges);
  }

  /** The functions of a domain whose values are of the sets in the same order. */
  public Val product(SetVal domain, Val... sets) {
    long count = 1;
    for (Val each : sets) {
      count = Math.multiplyExact(count, (long) set(each).size());
      requireFew(count, "a set of functions");
    }
    List<Val> all = new ArrayList<>();
    if (count > 0) {
      product(domain, sets, new Val[sets.length], 0, all);
    }
    return interner.set(all.toArray(new Val[0]));
  }

  private void product(SetVal domain, Val[] sets, Val[] chosen, int next, List<Val> all) {
    if (next == sets.length) {
      all.add(interner.function(domain, chosen.clone()));
      return;
    }
    for (Val element : ((SetVal) sets[next]).elements) {
      chosen[next] = element;
      product(domain, sets, chosen, next + 1, all);
    }
  }

  private static void requireFew(long count, String what) {
    if (count > MOST_ELEMENTS) {
      throw new EvaluationException(what + " has more than " + MOST_ELEMENTS + " elements");
    }
  }

  public Val cardinality(Val of) {
    return interner.of(set(of).size());
  }

  public Val length(Val of) {
    return interner.of(sequence(of).values.length);
  }

  public static Val head(Val of) {
    FunVal all = sequence(of);
    if (all.values.length == 0) {
      throw new EvaluationException("the empty sequence has no head");
    }
    return all.values[0];
  }

  public Val tail(Val of) {
    FunVal all = sequence(of);
    if (all.values.length == 0) {
      throw new EvaluationException("the empty sequence has no tail");
    }
    return interner.sequence(Arrays.copyOfRange(all.values, 1, all.values.length));
  }

  public Val append(Val to, Val value) {
    Val[] before = sequence(to).values;
    Val[] values = Arrays.copyOf(before, before.length + 1);
    values[before.length] = value;
    return interner.sequence(values);
  }

  public Val concatenation(Val a, Val b) {
    if (a instanceof TextVal x && b instanceof TextVal y && isString(a) && isString(b)) {
      return interner.newString(x.text + y.text);
    }
    Val[] x = sequence(a).values;
    Val[] y = sequence(b).values;
    Val[] values = Arrays.copyOf(x, x.length + y.length);
    System.arraycopy(y, 0, values, x.length, y.length);
    return interner.sequence(values);
  }

  /** {@code ToString(value)}. */
  public Val textOf(Val value) {
    return interner.newString(value.toString());
  }

  public Val subSequence(Val of, Val from, Val to) {
    Val[] values = sequence(of).values;
    int first = number(from);
    int last = number(to);
    if (first > last) {
      return interner.emptyFunction();
    }
    if (first < 1 || last > values.length) {
      throw new EvaluationException(
          "SubSeq of " + of + " from " + first + " to " + last + " leaves the sequence");
    }
    return interner.sequence(Arrays.copyOfRange(values, first - 1, last));
  }

  /** Whether a value is a sequence over a set. */
  public static boolean isSequenceOver(Val value, Val set) {
    for (Val element : sequence(value).values) {
      if (!in(element, set)) {
        return false;
      }
    }
    return true;
  }

  public static boolean isInteger(Val value) {
    if (value instanceof IntVal) {
      return true;
    }
    if (value.kind() != Val.Kind.MODEL_VALUE) {
      throw wrong("an integer", value);
    }
    return false;
  }

  public static boolean isNatural(Val value) {
    return isInteger(value) && number(value) >= 0;
  }

  public static boolean isString(Val value) {
    if (value.kind() != Val.Kind.STRING && value.kind() != Val.Kind.MODEL_VALUE) {
      throw wrong("a string", value);
    }
    return value.kind() == Val.Kind.STRING;
  }

  /** Whether {@code low <= value <= high}. */
  public static boolean inRange(Val value, Val low, Val high) {
    int first = number(low);
    int last = number(high);
    return isInteger(value) && first <= number(value) && number(value) <= last;
  }

  /** Whether a value is a function with this domain. */
  public static boolean hasDomain(Val value, Val domain) {
    return value.kind() != Val.Kind.MODEL_VALUE && function(value).domain == set(domain);
  }

  /** {@code key :> value}. */
  public Val singleton(Val key, Val value) {
    return interner.function(interner.set(key), value);
  }

  /** {@code a @@ b}. */
  public Val merged(Val a, Val b) {
    FunVal first = function(a);
    FunVal second = function(b);
    SetVal domain = (SetVal) union(first.domain, second.domain);
    Val[] values = new Val[domain.size()];
    for (int i = 0; i < values.length; i++) {
      int place = first.domain.indexOf(domain.elements[i]);
      values[i] =
          place >= 0
              ? first.values[place]
              : second.values[second.domain.indexOf(domain.elements[i])];
    }
    return interner.function(domain, values);
  }

  public static int divided(int a, int b) {
    if (b == 0) {
      throw new EvaluationException("division by 0");
    }
    return Math.floorDiv(a, b);
  }

  public static int remainder(int a, int b) {
    if (b <= 0) {
      throw new EvaluationException("the second operand of % must be positive, not " + b);
    }
    return Math.floorMod(a, b);
  }

  /** An arithmetic result, if it has 32 bits. */
  public static int exact(long result) {
    if (result != (int) result) {
      throw new EvaluationException(result + " is no number of 32 bits");
    }
    return (int) result;
  }
}
