package org.mmucheck.compiled.code;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mmucheck.compiled.build.Irs;
import org.mmucheck.compiled.ir.Act;
import org.mmucheck.compiled.ir.Ir;
import org.mmucheck.compiled.ir.Local;

/**
 * What is known of a program's locals: which are used once, so that they need not be kept, and
 * which a piece of code needs from outside.
 */
final class Locals {
  private static final int MANY = 2;

  private final Map<Local, Integer> uses = new IdentityHashMap<>();
  private final Map<Local, Integer> boundAt = new IdentityHashMap<>();
  private final Set<Object> counted = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Counts the uses in an expression that is evaluated by itself. */
  void count(Ir ir) {
    count(ir, 0);
  }

  /** Counts the uses in an action. */
  void count(Act act) {
    count(act, 0);
  }

  private void count(Act act, int loops) {
    switch (act) {
      case Act.Guard x -> count(x.condition(), loops);
      case Act.Assign x -> count(x.value(), loops);
      case Act.AssignIn x -> count(x.set(), loops);
      case Act.Sequence x -> x.parts().forEach(part -> count(part, loops));
      case Act.Branch x -> x.alternatives().forEach(part -> count(part, loops));
      case Act.Each x -> {
        count(x.set(), loops);
        count(x.body(), loops + 1);
      }
      case Act.Conditional x -> {
        count(x.condition(), loops);
        count(x.then(), loops);
        count(x.otherwise(), loops);
      }
      case Act.Scope x -> {
        bind(x.locals(), loops);
        count(x.body(), loops);
      }
    }
  }

  private void bind(List<Local> locals, int loops) {
    for (Local local : locals) {
      Ir value = local.value();
      if (value != null && boundAt.putIfAbsent(local, loops) == null) {
        count(value, loops);
      } else {
        uses.merge(local, MANY, Integer::sum); // bound in several expressions
      }
    }
  }

  private void count(Ir ir, int loops) {
    switch (ir) {
      case Ir.Use use -> {
        boolean isInLoop = loops > boundAt.getOrDefault(use.local(), 0);
        uses.merge(use.local(), isInLoop ? MANY : 1, Integer::sum);
      }
      case Ir.Let let -> {
        bind(let.locals(), loops);
        count(let.body(), loops);
      }
      case Ir.Call call -> {
        call.args().forEach(arg -> count(arg, loops));
        if (counted.add(call.routine())) {
          count(call.routine().body(), 0);
        }
      }
      default -> {
        boolean isLoop =
            ir instanceof Ir.Quantified
                || ir instanceof Ir.Choose
                || ir instanceof Ir.Filtered
                || ir instanceof Ir.Selected
                || ir instanceof Ir.Mapped
                || ir instanceof Ir.Function;
        Irs.children(ir).forEach(child -> count(child, isLoop ? loops + 1 : loops));
      }
    }
  }

  boolean isUsed(Local local) {
    return uses.containsKey(local);
  }

  /** Whether a local's value is evaluated where it is used, and not kept. */
  boolean isInlined(Local local) {
    return local.value() != null && uses.getOrDefault(local, 0) == 1;
  }

  /** The locals that an expression needs from outside, in a fixed order. */
  Set<Local> free(Ir ir) {
    Set<Local> free = new LinkedHashSet<>();
    free(ir, Set.of(), free);
    return free;
  }

  /** The locals that actions need from outside, in a fixed order. */
  Set<Local> free(List<Act> acts) {
    Set<Local> free = new LinkedHashSet<>();
    acts.forEach(act -> free(act, Set.of(), free));
    return free;
  }

  private void free(Act act, Set<Local> bound, Set<Local> free) {
    switch (act) {
      case Act.Guard x -> free(x.condition(), bound, free);
      case Act.Assign x -> free(x.value(), bound, free);
      case Act.AssignIn x -> free(x.set(), bound, free);
      case Act.Sequence x -> x.parts().forEach(part -> free(part, bound, free));
      case Act.Branch x -> x.alternatives().forEach(part -> free(part, bound, free));
      case Act.Each x -> {
        free(x.set(), bound, free);
        free(x.body(), plus(bound, List.of(x.local())), free);
      }
      case Act.Conditional x -> {
        free(x.condition(), bound, free);
        free(x.then(), bound, free);
        free(x.otherwise(), bound, free);
      }
      case Act.Scope x -> {
        Set<Local> inner = plus(bound, x.locals());
        values(x.locals(), inner, free);
        free(x.body(), inner, free);
      }
    }
  }

  private void free(Ir ir, Set<Local> bound, Set<Local> free) {
    switch (ir) {
      case Ir.Use use -> {
        if (bound.contains(use.local()) || free.contains(use.local())) {
          return;
        }
        if (!isInlined(use.local())) {
          free.add(use.local());
        }
        Ir value = use.local().value();
        if (value != null) {
          free(value, bound, free);
        }
      }
      case Ir.Let x -> {
        Set<Local> inner = plus(bound, x.locals());
        values(x.locals(), inner, free);
        free(x.body(), inner, free);
      }
      case Ir.Quantified x -> loop(List.of(x.local()), List.of(x.set()), x.body(), bound, free);
      case Ir.Choose x -> loop(List.of(x.local()), List.of(x.set()), x.body(), bound, free);
      case Ir.Filtered x -> loop(List.of(x.local()), List.of(x.set()), x.body(), bound, free);
      case Ir.Selected x -> loop(List.of(x.local()), List.of(x.sequence()), x.body(), bound, free);
      case Ir.Mapped x -> loop(x.locals(), x.sets(), x.body(), bound, free);
      case Ir.Function x -> loop(List.of(x.local()), List.of(x.domain()), x.body(), bound, free);
      case Ir.Except x -> {
        free(x.function(), bound, free);
        x.path().forEach(key -> free(key, bound, free));
        free(x.value(), plus(bound, List.of(x.at())), free);
      }
      default -> Irs.children(ir).forEach(child -> free(child, bound, free));
    }
  }

  private void values(List<Local> locals, Set<Local> bound, Set<Local> free) {
    for (Local local : locals) {
      Ir value = local.value();
      if (value != null && isUsed(local)) {
        free(value, bound, free);
      }
    }
  }

  private void loop(List<Local> locals, List<Ir> sets, Ir body, Set<Local> bound, Set<Local> free) {
    sets.forEach(set -> free(set, bound, free));
    free(body, plus(bound, locals), free);
  }

  private static Set<Local> plus(Set<Local> bound, List<Local> more) {
    Set<Local> all = Collections.newSetFromMap(new IdentityHashMap<>());
    all.addAll(bound);
    all.addAll(more);
    return all;
  }
}
