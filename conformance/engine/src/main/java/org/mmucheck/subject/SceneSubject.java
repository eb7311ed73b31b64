package org.mmucheck.subject;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.EditDistance;
import org.mmucheck.sched.Actor;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.value.Value;

/** An implementation as a {@link Scene} sets it. */
final class SceneSubject extends ScheduledSubject {
  private final List<String> vars;
  private final Scene scene;
  private final Supplier<?>[] variables; // in the order of vars
  private final List<Object> objects = new ArrayList<>();
  private final Set<String> steps;
  private final Map<String, Predicate<Args>> environment;
  private boolean observed;
  private volatile @Nullable String refused; // why, whatever thread it was

  /**
   * @param inSpec the names of the spec's actions; those that are no command and not the
   *     environment's are steps
   * @param set sets the scene
   * @throws IllegalArgumentException if it leaves a variable of the spec out or has one too many
   */
  SceneSubject(
      Actions actions,
      Set<String> inSpec,
      List<String> vars,
      Map<String, Value> constants,
      Consumer<Scene> set) {
    super(actions);
    this.vars = vars;
    scene = new Scene(this, constants);
    environment = scene.environment();
    steps = new HashSet<>(inSpec);
    try {
      set.accept(scene);
      requireVariables();
      variables = vars.stream().map(this::variable).toArray(Supplier<?>[]::new);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
    steps.removeAll(environment.keySet());
    scene.tasks().forEach(task -> steps.removeAll(task.commands().keySet()));
    objects.addAll(environment.values());
    scene.tasks().forEach(task -> objects.addAll(task.commands().values()));
    objects.addAll(List.of((Object[]) variables));
    objects.addAll(scene.objects());
  }

  private void requireVariables() {
    for (String name : scene.variables().keySet()) {
      if (!vars.contains(name)) {
        String near =
            EditDistance.nearest(name, vars).map(n -> "; did you mean " + n + "?").orElse("");
        throw new BindingException("the spec has no variable " + name + " among " + vars + near);
      }
    }
  }

  private Supplier<?> variable(String name) {
    Supplier<?> value = scene.variables().get(name);
    if (value == null) {
      throw new BindingException(
          "the scene does not say what the spec's variable "
              + name
              + " is in the code: add scene.variable(\""
              + name
              + "\", ...)");
    }
    return value;
  }

  /** The actions that the scene knows; the same for all scenes of one binding. */
  Actions actions() {
    Set<String> commands = new HashSet<>();
    scene.tasks().forEach(task -> commands.addAll(task.commands().keySet()));
    return new Actions(environment.keySet(), List.of(), commands, steps);
  }

  /** Starts the tasks that run from the start. */
  SceneSubject started() {
    try {
      for (Task task : scene.tasks()) {
        Runnable body = task.body();
        if (body != null) {
          task.actor().start(body);
        }
      }
      return this;
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  Actor spawnTask(String name) {
    return spawn(name);
  }

  boolean isStep(String name) {
    return steps.contains(name);
  }

  boolean isObserved() {
    return observed;
  }

  /** What is thrown where a thread of the code cannot wait; the scene goes no further either. */
  IllegalStateException refused(String why) {
    refused = why;
    return new IllegalStateException(why);
  }

  /** Asks the code under test something that must not wait. */
  boolean observe(BooleanSupplier question) {
    boolean before = observed;
    observed = true;
    try {
      return question.getAsBoolean();
    } finally {
      observed = before;
    }
  }

  @Override
  protected boolean environment(ActionInstance action) {
    Predicate<Args> body = environment.get(action.action());
    if (body == null) {
      throw new BindingException("the environment has no action " + action.action());
    }
    return body.test(new Args(action));
  }

  @Override
  protected @Nullable Runnable command(Actor actor, ActionInstance action) {
    Task task = scene.find(actor.name());
    Call.Offer offer = task == null ? null : task.commands().get(action.action());
    return offer == null || offer.isUsedUp() ? null : offer.begin(action);
  }

  @Override
  protected boolean choose(Actor actor, ActionInstance action) {
    // A call goes on with the arguments that it has; a step has no others than its task.
    return actor.offers(action) || super.choose(actor, action);
  }

  /** The task that the first argument stands for, or else the only one that has the action. */
  @Override
  protected Actor actor(ActionInstance action) {
    for (Value first : action.args().values()) {
      for (Task task : scene.tasks()) {
        if (task.takes(action.action(), first.toString())) {
          return task.actor();
        }
      }
      Task named = scene.find(first.toString());
      if (named != null) {
        return named.actor();
      }
      break;
    }
    List<Task> having = scene.tasks().stream().filter(task -> task.has(action.action())).toList();
    if (having.size() == 1) {
      return having.getFirst().actor();
    }
    if (having.isEmpty() && !action.args().isEmpty()) {
      String first = action.args().values().iterator().next().toString();
      throw new BindingException(
          action
              + " is an action of no task: add scene.task(\""
              + first
              + "\").on(\""
              + action.action()
              + "\", ...); the tasks are "
              + scene.tasks().stream().map(Task::name).toList());
    }
    throw new BindingException(
        action
            + " does not name the task that takes it as its first argument, and "
            + (having.isEmpty() ? "no task has" : having.size() + " tasks have")
            + " this action; the tasks are "
            + scene.tasks().stream().map(Task::name).toList());
  }

  @Override
  public State state() {
    String why = refused;
    if (why != null) {
      throw new IllegalStateException(why);
    }
    Value[] values = new Value[variables.length];
    observe(
        () -> {
          for (int i = 0; i < values.length; i++) {
            values[i] = Convert.toSpec("variable " + vars.get(i), variables[i].get());
          }
          return true;
        });
    return new State(vars, values);
  }

  @Override
  protected List<Object> objects() {
    return objects;
  }
}
