package org.mmucheck.subject;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mmucheck.points.Points;
import org.mmucheck.value.Value;

/**
 * Binds a spec to code in a few lines: which task calls what for which action, and what of the code
 * the spec's variables show. It is set anew for each run of the code:
 *
 * <pre>{@code
 * Adapter.of("BoundedQueue", scene -> {
 *   var queue = new BoundedQueue<String>(scene.integer("Capacity"), scene.points());
 *   for (String p : scene.names("Producer")) {
 *     scene.task(p).on("Put", args -> queue.put(p));
 *   }
 *   for (String c : scene.names("Consumer")) {
 *     scene.task(c).on("Take", args -> queue.take());
 *   }
 *   scene.variable("buffer", queue::snapshot);
 *   scene.variable("woken", scene::woken);
 * });
 * }</pre>
 *
 * <p>An action is taken by the task that its first argument names ({@link Task#as} adds a name), or
 * else by the only task that has it. An action is a command of a task ({@link Task#on}), the
 * environment's ({@link #environment}), or else a step: what its task does from the point of that
 * name on.
 *
 * <p>What the code under test keeps in locals across a point is not seen by the check for hidden
 * state, except the arguments of the action that it was called for.
 */
public final class Scene {
  private final SceneSubject subject;
  private final Points points;
  private final Map<String, Value> constants;
  private final Map<String, Task> tasks = new LinkedHashMap<>();
  private final Map<String, Predicate<Args>> environment = new LinkedHashMap<>();
  private final Map<String, Supplier<?>> variables = new LinkedHashMap<>();
  private final List<Object> objects = new ArrayList<>();

  Scene(SceneSubject subject, Map<String, Value> constants) {
    this.subject = subject;
    this.points = new ScenePoints(subject);
    this.constants = constants;
  }

  /**
   * The model's value of a constant.
   *
   * @throws IllegalArgumentException if the model has no such constant; so do those below, and also
   *     if it is of another kind
   */
  public Value value(String constant) {
    Value value = constants.get(constant);
    if (value == null) {
      throw new BindingException(
          "the model has no constant "
              + constant
              + "; it has "
              + new TreeSet<>(constants.keySet()));
    }
    return value;
  }

  /** The model's value of a constant that is an integer. */
  public int integer(String constant) {
    return Convert.integer("constant " + constant, value(constant));
  }

  /** The model's value of a constant that is a Boolean. */
  public boolean flag(String constant) {
    return Convert.flag("constant " + constant, value(constant));
  }

  /** The model's value of a constant that is a string or a model value. */
  public String text(String constant) {
    return Convert.text("constant " + constant, value(constant));
  }

  /**
   * The elements of a constant that is a set of strings, model values or integers, in order: the
   * names of tasks.
   */
  public List<String> names(String constant) {
    return Convert.names("constant " + constant, value(constant));
  }

  /**
   * Says that the code under test has only the design in which a constant has this value. A model
   * in which it has another is of the spec alone: a test of the code against it is skipped.
   *
   * @throws NoSuchDesignException if the model's value is another
   */
  public void require(String constant, Object value) {
    Value wanted = Convert.toSpec("the value of " + constant, value);
    if (!value(constant).equals(wanted)) {
      throw new NoSuchDesignException(
          "the code has no design in which " + constant + " is " + value(constant));
    }
  }

  /** What the code under test takes its locks from, so that the tasks can be scheduled. */
  public Points points() {
    return points;
  }

  /** The task of that name, which is new the first time it is asked for. */
  public Task task(String name) {
    return tasks.computeIfAbsent(name, fresh -> new Task(this, subject.spawnTask(fresh)));
  }

  /**
   * An action of the spec that no task takes.
   *
   * @param body takes it; false if it is refused, and then it has changed nothing
   * @return this scene
   */
  public Scene environment(String action, Predicate<Args> body) {
    requireNew(action, environment.put(action, body) != null);
    return this;
  }

  /**
   * What a variable of the spec shows of the code.
   *
   * @param value gives a Boolean, a number, a string, an enum constant (by its name), a set, any
   *     other collection (a sequence), a map (a function; on strings it is taken for one on model
   *     values), a record (a record), these nested, or a {@link Value}. It is asked while nobody
   *     runs; it may take the code's locks, which does not wait then
   * @return this scene
   */
  public Scene variable(String name, Supplier<?> value) {
    requireNew(name, variables.put(name, value) != null);
    return this;
  }

  /**
   * What the check for hidden state looks at beyond what commands, environment and variables lead
   * to.
   *
   * @return this scene
   */
  public Scene objects(Object... more) {
    objects.addAll(List.of(more));
    return this;
  }

  /**
   * The names of the tasks that wait in a condition's {@code await} and have not been signalled,
   * the longest waiting first.
   *
   * @throws IllegalArgumentException if the condition is not one of a lock of {@link #points}
   */
  public List<String> waiting(Condition condition) {
    if (condition instanceof ScheduledCondition scheduled) {
      return scheduled.waiting();
    }
    throw foreign(condition);
  }

  /**
   * The names of the tasks that have been signalled in {@code await} and have not gone on since.
   */
  public Set<String> woken() {
    Set<String> woken = new LinkedHashSet<>();
    for (Task task : tasks.values()) {
      if (task.isWoken()) {
        woken.add(task.name());
      }
    }
    return woken;
  }

  /**
   * The name of the task that holds a lock.
   *
   * @param none the name for no task
   * @throws IllegalArgumentException if the lock is not one of {@link #points}
   */
  public String holder(Lock lock, String none) {
    if (lock instanceof ScheduledLock scheduled) {
      String holder = scheduled.holder();
      return holder == null ? none : holder;
    }
    throw foreign(lock);
  }

  private static BindingException foreign(Object object) {
    return new BindingException(
        "the code under test has its " + object.getClass().getName() + " not from scene.points()");
  }

  void requireNew(String name, boolean known) {
    if (known) {
      throw new BindingException("the scene has two of the name " + name);
    }
  }

  Collection<Task> tasks() {
    return tasks.values();
  }

  @Nullable Task find(String name) {
    return tasks.get(name);
  }

  Map<String, Predicate<Args>> environment() {
    return environment;
  }

  Map<String, Supplier<?>> variables() {
    return variables;
  }

  List<Object> objects() {
    return objects;
  }
}
