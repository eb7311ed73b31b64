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
 * One action or one formula of a model, compiled. A generated class extends it and calls its
 * methods; it holds the values that it needs in fields, so that one class serves all actions and
 * models that differ in nothing else. For one thread; the values are shared.
 */
public abstract class Part {
  /** The operators. */
  protected final Operations operations;

  /** Makes values. */
  protected final Interner interner;

  /** The state that an action starts from and that a formula speaks of. */
  protected Val[] state = {};

  /** The successor; what an action has given no value holds anything. */
  protected final Val[] next;

  private final Machine machine;

  protected Part(Machine machine) {
    this.machine = machine;
    this.operations = machine.operations;
    this.interner = operations.interner();
    this.next = machine.next;
  }

  /** Computes where an action leads. */
  protected void run() {
    throw new IllegalStateException("no action");
  }

  /**
   * Whether a formula holds.
   *
   * @param changed the variables, as bits, whose values are not those of a state or step in which
   *     it holds
   */
  protected boolean holds(long changed) {
    throw new IllegalStateException("no formula");
  }

  /** A state is complete. */
  protected final void found() {
    machine.found();
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
