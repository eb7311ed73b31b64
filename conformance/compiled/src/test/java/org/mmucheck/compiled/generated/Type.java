package org.mmucheck.compiled.generated;

import java.util.Random;

/** A type of the generated modules, whose values are few. */
sealed interface Type {
  /** The set of all values, as TLA+ writes it. */
  String all();

  enum Basic implements Type {
    BOOLEAN("BOOLEAN"),
    INTEGER("0 .. 3"),
    STRING("{\"p\", \"q\", \"r\"}"),
    NAME("Names");

    private final String all;

    Basic(String all) {
      this.all = all;
    }

    @Override
    public String all() {
      return all;
    }
  }

  record SetOf(Type element) implements Type {
    @Override
    public String all() {
      return "SUBSET (" + element.all() + ")";
    }
  }

  record Function(Type from, Type to) implements Type {
    @Override
    public String all() {
      return "[" + from.all() + " -> " + to.all() + "]";
    }
  }

  record Fields(Type a, Type b) implements Type {
    @Override
    public String all() {
      return "[a : " + a.all() + ", b : " + b.all() + "]";
    }
  }

  /** Sequences of up to two elements. */
  record Sequence(Type element) implements Type {
    @Override
    public String all() {
      String one = element.all();
      return "({<<>>} \\cup {<<x>> : x \\in " + one + "} \\cup {<<x, y>> : x, y \\in " + one + "})";
    }
  }

  static Type basic(Random random) {
    Basic[] all = Basic.values();
    return all[random.nextInt(all.length)];
  }

  /** A type of a variable. */
  static Type any(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> new SetOf(basic(random));
      case 1 -> new Function(random.nextBoolean() ? Basic.NAME : Basic.BOOLEAN, basic(random));
      case 2 -> new Fields(basic(random), basic(random));
      case 3 -> new Sequence(basic(random));
      case 4 -> new Function(Basic.BOOLEAN, new Fields(Basic.BOOLEAN, Basic.BOOLEAN));
      default -> basic(random);
    };
  }
}
