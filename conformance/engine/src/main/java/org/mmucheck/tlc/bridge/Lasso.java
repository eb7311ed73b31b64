package org.mmucheck.tlc.bridge;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.ExprNode;
import tlc2.tool.Action;
import tlc2.tool.ITool;
import tlc2.tool.TLCState;
import tlc2.tool.liveness.LiveExprNode;
import tlc2.tool.liveness.Liveness;
import tlc2.util.Context;

/**
 * A behaviour that ends in a cycle, and the formulas whose behaviours TLC's liveness checker looks
 * for: the specification's fairness, and that a temporal property does not hold. On a cycle a
 * temporal formula is a table of truth values, one a position.
 */
final class Lasso {
  private final ITool tool;
  private final TLCState[] states;
  private final int loop;

  private Lasso(ITool tool, TLCState[] states, int loop) {
    this.tool = tool;
    this.states = states;
    this.loop = loop;
  }

  /**
   * Whether it is fair, and breaks a property.
   *
   * @param property the property's conjuncts; TLC itself looks for a behaviour that breaks one of
   *     any property
   * @param loop the index of the state that follows the last one
   */
  static boolean breaks(List<Action> property, ITool tool, TLCState[] states, int loop) {
    Lasso lasso = new Lasso(tool, states, loop);
    return property.stream().anyMatch(conjunct -> !lasso.satisfies(conjunct))
        && Arrays.stream(tool.getTemporals()).allMatch(lasso::satisfies);
  }

  /** TLC reads a formula so in a private method, and next splits it for its graph algorithms. */
  private boolean satisfies(Action formula) {
    Class<?>[] types = {ITool.class, ExprNode.class, Context.class};
    LiveExprNode parsed =
        node(call(Liveness.class, "astToLive", types, null, tool, formula.pred, formula.con));
    return truths(parsed)[0];
  }

  private int after(int position) {
    return position + 1 < states.length ? position + 1 : loop;
  }

  /** By the names of TLC's classes, most of which its package keeps to itself. */
  private boolean[] truths(LiveExprNode formula) {
    switch (formula.getClass().getSimpleName()) {
      case "LNNeg" -> {
        boolean[] body = truths(body(formula));
        return each(i -> !body[i]);
      }
      case "LNNext" -> {
        boolean[] body = truths(body(formula));
        return each(i -> body[after(i)]);
      }
      case "LNAll" -> {
        boolean[] body = truths(body(formula));
        return each(i -> from(i, position -> body[position]));
      }
      case "LNEven" -> {
        boolean[] body = truths(body(formula));
        return each(i -> !from(i, position -> !body[position]));
      }
      case "LNConj" -> {
        List<boolean[]> parts = parts(formula);
        return each(i -> parts.stream().allMatch(part -> part[i]));
      }
      case "LNDisj" -> {
        List<boolean[]> parts = parts(formula);
        return each(i -> parts.stream().anyMatch(part -> part[i]));
      }
      default -> { // about a state or a step
        return each(i -> formula.eval(tool, states[i], states[after(i)]));
      }
    }
  }

  private static LiveExprNode body(LiveExprNode formula) {
    return node(call(formula.getClass(), "getBody", new Class<?>[0], formula));
  }

  private List<boolean[]> parts(LiveExprNode formula) {
    int count = Lasso.<Integer>node(call(formula.getClass(), "getCount", new Class<?>[0], formula));
    List<boolean[]> parts = new ArrayList<>();
    for (int part = 0; part < count; part++) {
      LiveExprNode each =
          node(call(formula.getClass(), "getBody", new Class<?>[] {int.class}, formula, part));
      parts.add(truths(each));
    }
    return parts;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T> T node(@Nullable Object result) {
    return (T) Objects.requireNonNull(result);
  }

  private static @Nullable Object call(
      Class<?> type, String method, Class<?>[] types, @Nullable Object target, Object... args) {
    try {
      Method found = type.getDeclaredMethod(method, types);
      found.setAccessible(true);
      return found.invoke(target, args);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e); // this TLC has it, and no other comes here
    }
  }

  private boolean[] each(IntPredicate truth) {
    boolean[] truths = new boolean[states.length];
    for (int i = 0; i < truths.length; i++) {
      truths[i] = truth.test(i);
    }
    return truths;
  }

  /** Whether it is true at a position and at all that come after it. */
  private boolean from(int position, IntPredicate truth) {
    for (int i = Math.min(position, loop); i < states.length; i++) {
      if ((i >= position || i >= loop) && !truth.test(i)) {
        return false;
      }
    }
    return true;
  }
}
