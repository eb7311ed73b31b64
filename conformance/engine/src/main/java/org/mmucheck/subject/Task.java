package org.mmucheck.subject;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmucheck.sched.Actor;

/** One task of a {@link Scene}: the actions by which it calls the code under test. */
public final class Task {
  private final Scene scene;
  private final Actor actor;
  private final Map<String, Call.Offer> commands = new LinkedHashMap<>();
  private final Set<String> steps = new LinkedHashSet<>();
  private @Nullable Runnable body;
  private @Nullable String alias;

  Task(Scene scene, Actor actor) {
    this.scene = scene;
    this.actor = actor;
  }

  /** The task's name in the spec. */
  public String name() {
    return actor.name();
  }

  /**
   * The action {@code action} of the spec, taken by this task while it is idle, calls the code
   * under test. Where the call then waits, the task takes the same action again to go on.
   *
   * @return this task
   */
  public Task on(String action, Command command) {
    return on(action, Integer.MAX_VALUE, command);
  }

  /**
   * As {@link #on(String, Command)}, at most so many times.
   *
   * @param budget what the spec bounds the calls of this task by
   * @return this task
   */
  public Task on(String action, int budget, Command command) {
    scene.requireNew(action, commands.containsKey(action));
    commands.put(action, new Call.Offer(command, budget));
    return this;
  }

  /**
   * Steps of the spec that this task takes, though their actions do not name it as their first
   * argument.
   *
   * @param names as the spec has them
   * @return this task
   */
  public Task steps(String... names) {
    steps.addAll(List.of(names));
    return this;
  }

  /**
   * As {@link #steps(String...)}.
   *
   * @param points {@code ADD_ITEM} is {@code AddItem} in the spec
   * @return this task
   */
  public Task steps(Enum<?>... points) {
    for (Enum<?> point : points) {
      steps.add(StepNames.inSpec(point));
    }
    return this;
  }

  /**
   * The task takes those of its actions whose first argument is {@code name}, too: where one node
   * of the spec has several tasks.
   *
   * @return this task
   */
  public Task as(String name) {
    alias = name;
    return this;
  }

  /**
   * What the task runs from the start, up to its first step.
   *
   * @return this task
   */
  public Task runs(Runnable body) {
    if (this.body != null) {
      throw new BindingException("task " + name() + " runs two bodies");
    }
    this.body = body;
    return this;
  }

  /** How many calls by {@code action} the task has left of its budget. */
  public int left(String action) {
    Call.Offer offer = commands.get(action);
    if (offer == null) {
      throw new BindingException("task " + name() + " has no command " + action);
    }
    return offer.left();
  }

  /** Whether the task is in no call, so that it can begin one. */
  public boolean isIdle() {
    return actor.isIdle();
  }

  /** Whether the task is in {@code await} and has not been signalled. */
  public boolean isWaiting() {
    return actor.ready() instanceof ScheduledCondition.Waiter waiter
        && !actor.isIdle()
        && !waiter.isSignalled();
  }

  /** Whether the task has been signalled in {@code await} and has not gone on since. */
  public boolean isWoken() {
    return actor.ready() instanceof ScheduledCondition.Waiter waiter
        && !actor.isIdle()
        && waiter.isSignalled();
  }

  /** The name of the task's next step; {@code idle} where it is in no call. */
  public String next(String idle) {
    Object point = actor.point();
    return point == null ? idle : StepNames.inSpec(point);
  }

  /** Whether the task takes {@code action} if its first argument is {@code first}. */
  boolean takes(String action, String first) {
    return has(action) && (first.equals(name()) || first.equals(alias));
  }

  boolean has(String action) {
    return commands.containsKey(action) || steps.contains(action);
  }

  Actor actor() {
    return actor;
  }

  Map<String, Call.Offer> commands() {
    return commands;
  }

  Set<String> steps() {
    return steps;
  }

  @Nullable Runnable body() {
    return body;
  }
}
