package org.mmucheck.subject;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.value.Value;

/**
 * What another spec and another implementation write to plug in: one adapter for each module. For
 * most, {@link #of} with a {@link Scene} is enough. The command line finds it with {@link
 * java.util.ServiceLoader}.
 */
public interface Adapter {
  /**
   * An adapter that binds as a scene says.
   *
   * @param module the TLA+ module
   * @param set sets a scene up, with fresh code under test; called for each run of the code
   */
  static Adapter of(String module, Consumer<Scene> set) {
    return of(module, set.getClass().getNestHost(), set);
  }

  /**
   * As {@link #of(String, Consumer)}.
   *
   * @param binder the class that the binding's text stands in; see {@link #isOwn}
   */
  static Adapter of(String module, Class<?> binder, Consumer<Scene> set) {
    return new SceneAdapter(module) {
      @Override
      protected void set(Scene scene) {
        set.accept(scene);
      }

      @Override
      public boolean isOwn(String className) {
        return className.equals(Fault.outermost(binder.getName()));
      }
    };
  }

  /** The TLA+ module whose actions and variables this adapter knows. */
  String module();

  /**
   * Sets the implementation up; what follows from the constants is computed here, once.
   *
   * @param vars the spec's variables, in the order in which {@link Subject#state} gives them
   * @param constants the model's constants; they choose sizes, budgets and the design
   * @param actions the names of the spec's actions; a schedule point that is none of them is no
   *     step of its own in this spec
   */
  Binding bind(List<String> vars, Map<String, Value> constants, Set<String> actions);

  /**
   * The same on threads that nobody holds back.
   *
   * @return null if the code can only be led
   */
  default @Nullable FreeSubject startFree(
      List<String> vars, Map<String, Value> constants, Set<String> actions, StepListener listener) {
    return null;
  }

  /** The actions that no log of free threads shows: they change nothing. */
  default Set<String> unrecorded() {
    return Set.of();
  }

  /**
   * The constants of a run of free threads, which are few enough in a model for TLC to enumerate
   * its states: more tasks, more frames, budgets that are never used up.
   */
  default Map<String, Value> atLarge(Map<String, Value> constants) {
    return constants;
  }

  /**
   * The names of all steps that the implementation may have for this module; none if it knows them
   * only when it is bound.
   */
  List<String> actions();

  /** How a kernel engineer calls the step and who takes it; for {@code explain}. */
  Caption caption(ActionInstance action);

  /**
   * Whether a class belongs to the binding, so that an exception thrown there is no fault of the
   * code that it binds.
   *
   * @param className of a class that is nested in no other
   */
  default boolean isOwn(String className) {
    return className.equals(Fault.outermost(getClass().getName()));
  }

  /** Whether the code under test runs in this process, so that a step takes microseconds. */
  default boolean isLocal() {
    return true;
  }

  /** The variables that {@code explain} leaves out, since the captions say as much: {@code pc}. */
  default Set<String> bookkeeping() {
    return Set.of();
  }

  /** How the task holds the lock whose sections {@code explain} draws. */
  default Lock lock(String task, State state) {
    return Lock.NONE;
  }

  /** How a task holds a lock. */
  enum Lock {
    NONE,
    READ,
    WRITE
  }

  /**
   * @param task the column: the name of the acting task as in the spec, for example {@code n0}
   * @param role the heading of that column: {@code notifier}; empty if the task's name says it
   * @param text what happens, in the kernel's words: {@code kvm_tdp_mmu_put_root()}
   */
  record Caption(String task, String role, String text) {}
}
