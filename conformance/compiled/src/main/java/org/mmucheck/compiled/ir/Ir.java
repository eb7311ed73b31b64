package org.mmucheck.compiled.ir;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.compiled.value.SetVal;
import org.mmucheck.compiled.value.Val;

/** An expression over a step: a state and its successor. */
public sealed interface Ir {
  /** A value. */
  record Const(Val value) implements Ir {}

  /**
   * A variable.
   *
   * @param isNext in the successor
   */
  record Var(int index, boolean isNext) implements Ir {}

  /** What a local stands for. */
  record Use(Local local) implements Ir {}

  /** An operator that evaluates its operands. */
  record Apply(Op op, List<Ir> args) implements Ir {
    public Apply {
      args = List.copyOf(args);
    }
  }

  /** A conjunction, from left to right, to the first that is FALSE. */
  record And(List<Ir> parts) implements Ir {
    public And {
      parts = List.copyOf(parts);
    }
  }

  /** A disjunction, from left to right, to the first that is TRUE. */
  record Or(List<Ir> parts) implements Ir {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  /** IF. */
  record If(Ir condition, Ir then, Ir otherwise) implements Ir {}

  /** The scope of locals that are evaluated when they are needed. */
  record Let(List<Local> locals, Ir body) implements Ir {
    public Let {
      locals = List.copyOf(locals);
    }
  }

  /** {@code \A} and {@code \E}. */
  record Quantified(boolean isForAll, Local local, Ir set, Ir body) implements Ir {}

  /** CHOOSE: the first element in TLC's order. */
  record Choose(Local local, Ir set, Ir body) implements Ir {}

  /** {@code {x \in S : P}}. */
  record Filtered(Local local, Ir set, Ir body) implements Ir {}

  /** {@code SelectSeq}: the elements of a sequence for which a condition holds. */
  record Selected(Local local, Ir sequence, Ir body) implements Ir {}

  /**
   * {@code {e : x \in S, y \in T}}.
   *
   * @param sets one for each local
   */
  record Mapped(List<Local> locals, List<Ir> sets, Ir body) implements Ir {
    public Mapped {
      locals = List.copyOf(locals);
      sets = List.copyOf(sets);
    }
  }

  /**
   * {@code [x \in S |-> e]}.
   *
   * @param local an element of the domain
   */
  record Function(Local local, Ir domain, Ir body) implements Ir {}

  /** A function of a known domain: a record, a tuple, or {@code [x \in S |-> e]} written out. */
  record Entries(SetVal domain, List<Ir> values) implements Ir {
    public Entries {
      values = List.copyOf(values);
    }
  }

  /** The functions of a known domain whose values are of these sets: a set of records, \X. */
  record Product(SetVal domain, List<Ir> sets) implements Ir {
    public Product {
      sets = List.copyOf(sets);
    }
  }

  /** {@code {a, b}}. */
  record Listed(List<Ir> elements) implements Ir {
    public Listed {
      elements = List.copyOf(elements);
    }
  }

  /**
   * {@code [f EXCEPT ![a][b] = e]}.
   *
   * @param at what {@code @} stands for in the value
   */
  record Except(Ir function, List<Ir> path, Local at, Ir value) implements Ir {
    public Except {
      path = List.copyOf(path);
    }
  }

  /** A call of an operator that calls itself. */
  record Call(Routine routine, List<Ir> args) implements Ir {
    public Call {
      args = List.copyOf(args);
    }
  }

  /** What has no value, with the reason. */
  record Fail(String message) implements Ir {}

  /** An operator that calls itself. */
  final class Routine {
    private final String name;
    private final List<Local> params;
    private @Nullable Ir body;

    public Routine(String name, List<Local> params) {
      this.name = name;
      this.params = List.copyOf(params);
    }

    public String name() {
      return name;
    }

    public List<Local> params() {
      return params;
    }

    public Ir body() {
      if (body == null) {
        throw new IllegalStateException(name + " has no body yet");
      }
      return body;
    }

    /** Once: the body may call the routine. */
    public void define(Ir meaning) {
      body = meaning;
    }
  }
}
