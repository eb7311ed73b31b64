package org.mmucheck.subject;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmucheck.sched.Actor;
import org.mmucheck.sched.Director;
import org.mmucheck.sched.Scheduler;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/**
 * An implementation whose tasks are actors. It finds who takes an action and whether it can; an
 * implementation adds the commands, the environment and the projection.
 *
 * <p>A refusal never runs the code under test, except what {@link #environment} runs, and a command
 * that {@link Actor#abandon gives up} before its first step.
 */
public abstract class ScheduledSubject implements Subject {
  private static final Value IDLE = Value.of("Idle");
  private static final Value DONE = Value.of("Done");

  private final Actions actions;
  private final Scheduler scheduler = new Scheduler();
  private final Map<String, Actor> actors = new LinkedHashMap<>();
  private Actor[] tasks = {}; // the same in the order in which they were spawned

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
      throw new BindingException("two tasks are named " + name);
    }
    tasks = Arrays.copyOf(tasks, tasks.length + 1);
    tasks[tasks.length - 1] = actor;
    return actor;
  }

  /** The task that the calling thread runs; null if it runs none. */
  final @Nullable Actor current() {
    return scheduler.current();
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
      throw new BindingException(action + " has arguments that the step does not take");
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
      throw new BindingException(action.action() + " lacks the task that takes it");
    }
    Value first = args.next();
    Actor actor = first instanceof Value.Text task ? actors.get(task.value()) : null;
    if (actor == null) {
      throw new BindingException(action + " names no task of the implementation");
    }
    return actor;
  }

  /** Whether an idle actor will take no more commands; its budget is used up. */
  protected boolean isDone(Actor actor) {
    return false;
  }

  /** The spec's {@code pc} of an actor: its next step's name, {@code Idle} or {@code Done}. */
  protected final Value pc(Actor actor) {
    Object point = actor.point();
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
      case CALL -> tryCall(actor(action), action);
      case STEP -> tryTake(actor(action), Objects.requireNonNull(known.step()), action);
    };
  }

  /**
   * The objects from which everything can be reached, but for the actors, that later steps depend
   * on. Those that are there for good are better named themselves than a map or list of them.
   */
  protected List<Object> objects() {
    return List.of(this);
  }

  @Override
  public final List<Object> implementation() {
    List<Object> all = new ArrayList<>(Arrays.asList(tasks));
    all.addAll(objects());
    return all;
  }

  @Override
  public final ActionIndex index(List<ActionInstance> numbered) {
    List<Actor> spawned = scheduler.actors();
    return new ScheduledIndex(
        actions, numbered, spawned.size(), action -> spawned.indexOf(actor(action)));
  }

  @Override
  public final boolean attempt(ActionIndex index, int number) {
    ScheduledIndex known = (ScheduledIndex) index;
    ActionInstance action = index.get(number);
    return switch (known.kinds[number]) {
      case ENVIRONMENT -> environment(action);
      case COMMAND -> tryCommand(tasks[known.actors[number]], action);
      case CALL -> tryCall(tasks[known.actors[number]], action);
      case STEP ->
          tryTake(tasks[known.actors[number]], Objects.requireNonNull(known.steps[number]), action);
    };
  }

  /** {@inheritDoc} An actor that ends its step passes the turn straight to the next. */
  @Override
  public final int follow(ActionIndex index, Itinerary itinerary) {
    Way way = new Way((ScheduledIndex) index, itinerary);
    while (true) {
      scheduler.play(way);
      if (way.next == Itinerary.END || way.refused) {
        return way.next;
      }
      // The environment has a thread of its own, and that is this one.
      if (!environment(index.get(way.next))) {
        return way.next;
      }
    }
  }

  @Override
  public final int possible(ActionIndex index, int[] numbers) {
    ScheduledIndex known = (ScheduledIndex) index;
    int count = 0;
    for (int number : known.environment) {
      numbers[count++] = number;
    }
    for (int i = 0; i < tasks.length; i++) {
      Actor actor = tasks[i];
      if (actor.isIdle()) {
        for (int number : known.commands(i)) {
          numbers[count++] = number;
        }
      } else {
        for (int at = 0; at < actor.alternatives(); at++) {
          for (int number : known.stepsAt(i, actor.alternative(at))) {
            numbers[count++] = number;
          }
        }
      }
    }
    return count;
  }

  /** Leads the actors along an itinerary. */
  private final class Way implements Director {
    private final ScheduledIndex index;
    private final Itinerary itinerary;
    private int next; // the number of the action that is taken, or that ended the play
    private boolean refused;
    private @Nullable Actor started; // by the last step

    Way(ScheduledIndex index, Itinerary itinerary) {
      this.index = index;
      this.itinerary = itinerary;
    }

    @Override
    public @Nullable Actor next() {
      if (started != null && started.isAbandoned()) {
        refused = true;
        return null;
      }
      started = null;
      next = itinerary.next();
      if (next == Itinerary.END || index.kinds[next] == Actions.Kind.ENVIRONMENT) {
        return null;
      }
      Actor actor = tasks[index.actors[next]];
      refused = !prepare(actor);
      return refused ? null : actor;
    }

    private boolean prepare(Actor actor) {
      ActionInstance action = index.get(next);
      Object step = index.steps[next];
      if (step != null && !(index.kinds[next] == Actions.Kind.CALL && actor.isIdle())) {
        return actor.canTake(step) && choose(actor, action) && actor.prepare(step);
      }
      Runnable command = actor.isIdle() ? command(actor, action) : null;
      if (command == null) {
        return false;
      }
      actor.prepareStart(command);
      started = actor;
      return true;
    }
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
    return !actor.isAbandoned();
  }

  private boolean tryCall(Actor actor, ActionInstance action) {
    return actor.isIdle() ? tryCommand(actor, action) : tryTake(actor, action, action);
  }

  private boolean tryTake(Actor actor, Object step, ActionInstance action) {
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
