package org.mmucheck.tlc.bridge;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import org.mmucheck.tlc.Definition;
import org.mmucheck.tlc.Formula;
import org.mmucheck.tlc.TlcSession;

/** Which of some operators a spec's own modules use. */
final class Uses {
  private Uses() {}

  /** One of them that is used; empty if none is. */
  static Optional<String> any(TlcSession session, Set<String> operators) {
    Deque<Formula> open = new ArrayDeque<>();
    session.definitions().stream().map(Definition::body).forEach(open::add);
    while (!open.isEmpty()) {
      Formula formula = open.pop();
      if (operators.contains(formula.name())) {
        return Optional.of(formula.name());
      }
      open.addAll(formula.operands());
      open.addAll(formula.bounds());
    }
    return Optional.empty();
  }
}
