package org.mmucheck.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A test class over a folder of specs. Each of its methods with {@link Binds} binds one module:
 *
 * <pre>{@code
 * @SpecTest("spec")
 * class BoundedQueueTest {
 *   @Binds("BoundedQueue")
 *   void queue(Scene scene) {
 *     ...
 *   }
 * }
 * }</pre>
 *
 * <p>For each model of the module that the folder's manifest lists there is a test {@code check},
 * in which TLC must find what the manifest says; {@code replay} of the counterexample if it must
 * find one; {@code conform}, in which the code takes every transition and refuses the rest; and
 * {@code fuzz}, which runs random schedules. {@code -Dmmucheck.only='conform NAME'} runs one alone.
 *
 * <p>Where code and spec part, the way there is written as a trace to {@code traces} in the folder
 * of specs.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SpecTest {
  /** The folder of specs, relative to the working directory: that of the project. */
  String value();

  /** Random schedules for each model; 0 for no {@code fuzz}. */
  int tries() default 200;

  /** The seed of the random schedules. */
  long seed() default 1;
}
