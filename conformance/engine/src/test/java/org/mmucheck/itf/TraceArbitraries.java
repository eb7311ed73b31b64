package org.mmucheck.itf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

/**
 * Random values and traces, of every kind and shape. Drawn by hand: combinators for values as deep
 * as these cost tens of milliseconds a trace.
 */
final class TraceArbitraries {
  private static final long[] EDGES = {Long.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE, Long.MAX_VALUE};

  private TraceArbitraries() {}

  static Arbitrary<Trace> traces() {
    return Arbitraries.randomValue(TraceArbitraries::trace);
  }

  /** Values that share much, so that random pairs are often equal or nearly so. */
  static Arbitrary<Value> similarValues() {
    return Arbitraries.randomValue(
        random ->
            value(
                random,
                2,
                () -> List.of(Value.of(false), Value.of(0), Value.of("a")).get(random.nextInt(3))));
  }

  private static Trace trace(Random random) {
    List<String> vars = names(random, 1 + random.nextInt(4));
    int size = 1 + random.nextInt(5);
    boolean labelled = random.nextBoolean();
    List<Trace.Step> steps = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      @Nullable ActionInstance action = null;
      if (labelled && i > 0) {
        Map<String, Value> args = new LinkedHashMap<>();
        names(random, random.nextInt(3)).forEach(name -> args.put(name, value(random, 2)));
        action = new ActionInstance(text(random), args);
      }
      Value[] values = new Value[vars.size()];
      Arrays.setAll(values, v -> value(random, 3));
      steps.add(new Trace.Step(action, new State(vars, values)));
    }
    OptionalInt loop =
        random.nextInt(3) == 0 ? OptionalInt.of(random.nextInt(size)) : OptionalInt.empty();
    Trace.Meta meta =
        new Trace.Meta(
            text(random), text(random), text(random), text(random), text(random), text(random));
    return new Trace(meta, vars, steps, loop);
  }

  private static Value value(Random random, int depth) {
    return value(random, depth, () -> leaf(random));
  }

  private static Value value(Random random, int depth, Supplier<Value> leaf) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return leaf.get();
    }
    List<Value> parts = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      parts.add(value(random, depth - 1, leaf));
    }
    Map<Value, Value> function = new LinkedHashMap<>();
    switch (random.nextInt(5)) {
      case 0:
        return new Value.Seq(parts);
      case 1:
        return Value.set(parts);
      case 2:
        Map<String, Value> fields = new LinkedHashMap<>();
        names(random, parts.size()).forEach(name -> fields.put(name, parts.get(fields.size())));
        return Value.rec(fields);
      case 3:
        parts.forEach(part -> function.put(value(random, depth - 1, leaf), part));
        return Value.fcn(function);
      default: // a function on 1..n, which must be the sequence
        parts.forEach(part -> function.put(Value.of(function.size() + 1), part));
        return Value.fcn(function);
    }
  }

  private static Value leaf(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Value.of(random.nextBoolean());
      case 1 -> Value.of(random.nextLong());
      case 2 -> Value.of(EDGES[random.nextInt(EDGES.length)]);
      default -> Value.of(text(random));
    };
  }

  private static List<String> names(Random random, int count) {
    Set<String> names = new LinkedHashSet<>();
    while (names.size() < count) {
      String name = text(random);
      if (!name.startsWith("#")) {
        names.add(name);
      }
    }
    return List.copyOf(names);
  }

  /** Mostly letters; sometimes any characters at all. */
  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    boolean plain = random.nextInt(4) != 0;
    for (int i = random.nextInt(5); i > 0; i--) {
      text.appendCodePoint(plain ? 'a' + random.nextInt(26) : odd(random));
    }
    return text.toString();
  }

  private static int odd(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(' ');
      case 1 -> "\"\\#/{}[]:,\u007f\u2028".charAt(random.nextInt(12));
      case 2 -> 0x1F600 + random.nextInt(64);
      default -> random.nextInt(Character.MIN_SURROGATE);
    };
  }
}
