package org.mmucheck.subject;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmucheck.sched.Actor;
import org.mmucheck.sched.Scheduler;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/**
 * An implementation whose tasks are actors. It finds who takes an action and whether it can; an
 * implementation adds the commands, the environment and the projection.
 *
 * <p>A refusal never runs the code under test, except what {@link #environment} runs.
 */
public abstract class ScheduledSubject implements Subject {
  private static final Value IDLE = Value.of("Idle");
  private static final Value DONE = Value.of("Done");

  private final Actions actions;
  private final Scheduler scheduler = new Scheduler();
  private final Map<String, Actor> actors = new LinkedHashMap<>();

  /**
   * @param actions shared by all subjects of the adapter
   */
  protected ScheduledSubject(Actions actions) {
    this.actions = actions;
  }

  /** A new idle actor for the task {@code name} of the spec. */
  protected final Actor spawn(String name) {
    Actor actor = scheduler.spawn(name);
    if (actors.put(name, actor) != null) {
      throw new IllegalArgumentException("two tasks are named " + name);
    }
    return actor;
  }

  /**
   * Takes an action of the environment.
   *
   * @return false if it is refused; then nothing has changed
   * @throws IllegalArgumentException if its arguments are not those that it takes
   */
  protected abstract boolean environment(ActionInstance action);

  /**
   * The operation that {@code action} starts.
   *
   * @param actor the acting task; it is idle
   * @return null if it is refused; then nothing has changed
   * @throws IllegalArgumentException if its arguments are not those that it takes
   */
  protected abstract @Nullable Runnable command(Actor actor, ActionInstance action);

  /**
   * Puts in place what the arguments after the first choose, just before {@code actor} takes the
   * step; it could take it now.
   *
   * @return false if this choice is refused; then nothing has changed
   * @throws IllegalArgumentException if its arguments are not those that it takes
   */
  protected boolean choose(Actor actor, ActionInstance action) {
    if (action.args().size() > 1) {
      throw new IllegalArgumentException(action + " has arguments that the step does not take");
    }
    return true;
  }

  /**
   * The actor of a command or step: the one that the first argument names.
   *
   * @throws IllegalArgumentException if it names none
   */
  protected Actor actor(ActionInstance action) {
    Iterator<Value> args = action.args().values().iterator();
    if (!args.hasNext()) {
      throw new IllegalArgumentException(action.action() + " lacks the task that takes it");
    }
    Value first = args.next();
    Actor actor = first instanceof Value.Text task ? actors.get(task.value()) : null;
    if (actor == null) {
      throw new IllegalArgumentException(action + " names no task of the implementation");
    }
    return actor;
  }

  /** Whether an idle actor will take no more commands; its budget is used up. */
  protected boolean isDone(Actor actor) {
    return false;
  }

  /** The spec's {@code pc} of an actor: its next step's name, {@code Idle} or {@code Done}. */
  protected final Value pc(Actor actor) {
    Enum<?> point = actor.point();
    if (point != null) {
      return StepNames.text(point);
    }
    return isDone(actor) ? DONE : IDLE;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the implementation has no action of that name, or the
   *     arguments are not those that it takes
   * @throws org.mmucheck.sched.ActorFailure if the code under test throws
   * @throws org.mmucheck.sched.StuckActorException if it blocks between two points
   */
  @Override
  public final boolean tryStep(ActionInstance action) {
    Actions.Action known = actions.get(action.action());
    return switch (known.kind()) {
      case ENVIRONMENT -> environment(action);
      case COMMAND -> tryCommand(actor(action), action);
      case STEP -> tryTake(actor(action), Objects.requireNonNull(known.step()), action);
    };
  }

  @Override
  public final boolean isElsewhere(ActionInstance action) {
    Actions.Action known = actions.get(action.action());
    return switch (known.kind()) {
      case ENVIRONMENT -> false;
      case COMMAND -> !actor(action).isIdle();
      case STEP -> !actor(action).offers(Objects.requireNonNull(known.step()));
    };
  }

  private boolean tryCommand(Actor actor, ActionInstance action) {
    if (!actor.isIdle()) {
      return false;
    }
    Runnable command = command(actor, action);
    if (command == null) {
      return false;
    }
    actor.start(command);
    return true;
  }

  private boolean tryTake(Actor actor, Enum<?> step, ActionInstance action) {
    if (!actor.canTake(step) || !choose(actor, action)) {
      return false;
    }
    actor.take(step);
    return true;
  }

  @Override
  public void close() {
    scheduler.close();
  }
}
