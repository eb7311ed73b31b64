package org.mmucheck.mutants.code;

import org.jspecify.annotations.Nullable;
import org.mmucheck.mutants.Kill;
import org.mmucheck.mutants.Layer;

/**
 * Something that code is led through: a graph, a counterexample, a class of tests.
 *
 * @param name of the model, or of the class of tests
 * @param way says what is different; null if nothing is
 */
record Course(String name, Layer layer, Way way) {
  /** Leads the code through. */
  @FunctionalInterface
  interface Way {
    @Nullable Kill lead(ChangedCode code) throws Exception;
  }

  /** Whether it is a class of tests, which may leave something behind in the code's classes. */
  boolean isTest() {
    return layer == Layer.UNIT || layer == Layer.STRESS;
  }

  /** What it says of code that fails where it is led. */
  Kill fails(Throwable failure) {
    return new Kill(layer, name, name + ": the code fails: " + failure);
  }

  /** What it says where memory runs out: perhaps for what other code has asked for meanwhile. */
  Kill lacksMemory() {
    return new Kill(Layer.NO_VERDICT, name, name + ": out of memory");
  }

  /** What it says of code that takes too long. */
  Kill isEndless(long seconds) {
    return new Kill(layer, name, "%s: the code does not end within %d s".formatted(name, seconds));
  }
}
