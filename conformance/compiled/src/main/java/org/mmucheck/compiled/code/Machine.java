package org.mmucheck.compiled.code;

import java.util.Arrays;
import org.mmucheck.compiled.value.EvaluationException;
import org.mmucheck.compiled.value.FunVal;
import org.mmucheck.compiled.value.IntVal;
import org.mmucheck.compiled.value.Interner;
import org.mmucheck.compiled.value.Operations;
import org.mmucheck.compiled.value.Order;
import org.mmucheck.compiled.value.SetVal;
import org.mmucheck.compiled.value.Val;

/**
 * A model that has been compiled: computes states and evaluates formulas over them. The compiled
 * class extends it and calls its methods. For one thread; the values are shared.
 */
public abstract class Machine {
  /** The operators. */
  public final Operations operations;

  /** Makes values. */
  public final Interner interner;

  /** The state that actions start from and that formulas speak of. */
  public Val[] state = {};

  /** The state that is being computed; what an action has given no value holds anything. */
  public final Val[] next;

  private Sink sink = () -> {};

  /** Told of each state that has been computed, which is in {@link #next} then. */
  public interface Sink {
    void found();
  }

  protected Machine(Operations operations, int variables) {
    this.operations = operations;
    this.interner = operations.interner();
    this.next = new Val[variables];
  }

  public final void tell(Sink listener) {
    sink = listener;
  }

  /** Computes the initial states. */
  public abstract void initial();

  /** Computes where an action leads from {@link #state}. */
  public abstract void act(int action);

  /**
   * The first invariant that {@link #state} breaks; negative if none.
   *
   * @param changed the variables, as bits, whose values are not those of a state that satisfies all
   *     of them
   */
  public abstract int invariant(long changed);

  /** The first property of initial states that {@link #state} breaks; negative if none. */
  public abstract int initially();

  /**
   * The first property of steps that the one from {@link #state} to {@link #next} breaks; negative
   * if none.
   *
   * @param changed the variables, as bits, that the step changes
   */
  public abstract int step(long changed);

  /** A state is complete. */
  protected final void found() {
    sink.found();
  }

  protected static Val fail(String message) {
    throw new EvaluationException(message);
  }

  /** Whether two values are equal, as fast as for values of one kind that have no parts. */
  protected static boolean equal(Val a, Val b) {
    if (a == b) {
      return true;
    }
    if (a.getClass() == b.getClass() && !(a instanceof SetVal) && !(a instanceof FunVal)) {
      return false;
    }
    return Order.equal(a, b);
  }

  /** Gives the variables in {@code bits} the values that they have. */
  protected final void keep(long bits) {
    for (long left = bits; left != 0; left &= left - 1) {
      int variable = Long.numberOfTrailingZeros(left);
      next[variable] = state[variable];
    }
  }

  /** {@code function[argument]} at one place of the code, which remembers the domain. */
  protected static Val apply(Val function, Val argument, Site site) {
    if (function instanceof FunVal f && f.domain == site.domain) {
      return f.value(site.place);
    }
    Val value = Operations.apply(function, argument);
    site.domain = ((FunVal) function).domain;
    site.place = site.domain.indexOf(argument);
    return value;
  }

  protected static int number(Val value) {
    return value instanceof IntVal number ? number.value : Operations.number(value);
  }

  protected static int add(int a, int b) {
    return Operations.exact((long) a + b);
  }

  protected static int subtract(int a, int b) {
    return Operations.exact((long) a - b);
  }

  protected static int multiply(int a, int b) {
    return Operations.exact((long) a * b);
  }

  protected static int negate(int a) {
    return Operations.exact(-(long) a);
  }

  /** The set of the first {@code size} of some values. */
  protected final Val first(Val[] values, int size) {
    return interner.set(Arrays.copyOf(values, size));
  }

  /** The sequence of the first {@code size} of some values. */
  protected final Val firstInOrder(Val[] values, int size) {
    return interner.sequence(Arrays.copyOf(values, size));
  }

  /** The places of a sequence. */
  protected static SetVal places(Val sequence) {
    FunVal function = Operations.function(sequence);
    if (!function.isSequence()) {
      throw new EvaluationException(sequence + " is no sequence");
    }
    return function.domain;
  }

  /** Room for as many elements as {@code sets} have combinations. */
  protected static Val[] room(Val... sets) {
    long size = 1;
    for (Val each : sets) {
      size = Math.multiplyExact(size, (long) Operations.set(each).size());
    }
    return new Val[Operations.exact(size)];
  }
}
