package org.mmucheck.linux.subject;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mmucheck.linux.kernel.KernelPoints;
import org.mmucheck.linux.kernel.Spot;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Binding;
import org.mmucheck.value.Value;

/**
 * An adapter that tells where in one kernel's code each step begins, by that kernel's own names, in
 * place of what the step is called in all kernels. Steps that have no place there, such as the
 * host's, keep their words.
 */
public final class KernelWords implements Adapter {
  private final Adapter words;
  private final KernelPoints points;

  public KernelWords(Adapter words, KernelPoints points) {
    this.words = words;
    this.points = points;
  }

  @Override
  public Caption caption(ActionInstance action) {
    Caption caption = words.caption(action);
    return points
        .before(kind(caption.role()), action.action())
        .filter(point -> !point.spots().isEmpty())
        .map(
            point ->
                new Caption(
                    caption.task(), caption.role(), caption.text() + " @ " + places(point.spots())))
        .orElse(caption);
  }

  /** What the tables call tasks of a role: {@code vCPU} is {@code Vcpu}. */
  private static String kind(String role) {
    return role.isEmpty()
        ? ""
        : role.substring(0, 1).toUpperCase(Locale.ROOT)
            + role.substring(1).toLowerCase(Locale.ROOT);
  }

  /** Where a task stands before a step; places that differ in the caller only are told as one. */
  private static String places(List<Spot> spots) {
    Map<String, Set<String>> callers = new LinkedHashMap<>();
    for (Spot spot : spots) {
      callers.computeIfAbsent(what(spot), key -> new LinkedHashSet<>()).add(where(spot));
    }
    return callers.entrySet().stream()
        .map(each -> each.getKey() + String.join(" or ", each.getValue()))
        .collect(Collectors.joining(" or "));
  }

  private static String what(Spot spot) {
    return switch (spot) {
      case Spot.Entry entry -> entry.function() + "()";
      case Spot.Return end -> "return of " + end.function() + "()";
      case Spot.Call call -> call.callee() + "() in ";
      case Spot.After after -> "after " + after.callee() + "() in ";
      case Spot.Write write -> "after the write to " + write.path();
      case Spot.Read read -> "after the read of " + read.path();
    };
  }

  private static String where(Spot spot) {
    return switch (spot) {
      case Spot.Call call -> call.caller() + "()";
      case Spot.After after -> after.caller() + "()";
      case Spot.Touch touch when !touch.function().isEmpty() -> " in " + touch.function() + "()";
      default -> "";
    };
  }

  @Override
  public String module() {
    return words.module();
  }

  @Override
  public Binding bind(List<String> vars, Map<String, Value> constants, Set<String> actions) {
    return words.bind(vars, constants, actions);
  }

  @Override
  public List<String> actions() {
    return words.actions();
  }

  @Override
  public Set<String> bookkeeping() {
    return words.bookkeeping();
  }

  @Override
  public Lock lock(String task, State state) {
    return words.lock(task, state);
  }
}
