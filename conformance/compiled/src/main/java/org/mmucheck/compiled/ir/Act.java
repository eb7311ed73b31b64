package org.mmucheck.compiled.ir;

import java.util.List;

/** An action, as a way to compute successors; the initial predicate is one as well. */
public sealed interface Act {
  /** Goes on where a condition holds. */
  record Guard(Ir condition) implements Act {}

  /** {@code x' = e}; a condition where {@code x'} has a value already. */
  record Assign(int variable, Ir value) implements Act {}

  /** {@code x' \in S}; a condition where {@code x'} has a value already. */
  record AssignIn(int variable, Ir set) implements Act {}

  /** One after the other. */
  record Sequence(List<Act> parts) implements Act {
    public Sequence {
      parts = List.copyOf(parts);
    }
  }

  /** {@code \/}: each alternative by itself. */
  record Branch(List<Act> alternatives) implements Act {
    public Branch {
      alternatives = List.copyOf(alternatives);
    }
  }

  /** {@code \E}: each element by itself. */
  record Each(Local local, Ir set, Act body) implements Act {}

  /** IF. */
  record Conditional(Ir condition, Act then, Act otherwise) implements Act {}

  /** The scope of locals that are evaluated when they are needed. */
  record Scope(List<Local> locals, Act body) implements Act {
    public Scope {
      locals = List.copyOf(locals);
    }
  }
}
