package org.mmucheck.kvm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Task;
import org.mmucheck.sched.Actor;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.ScheduledSubject;
import org.mmucheck.value.Value;

/**
 * The code under test with the tasks of one model, each on an actor. A module adds its crews, what
 * starts their operations, what the environment does, and the code's state in the spec's words.
 */
abstract class KvmSubject extends ScheduledSubject {
  /** Starts an operation of a worker that is idle and not done. */
  interface Opening<W> {
    /**
     * @return null if it is refused; then nothing has changed
     */
    @Nullable Runnable begin(W worker, ActionInstance action);
  }

  private record Command<W extends Worker<?>>(List<W> crew, Opening<W> opening) {
    @Nullable Runnable begin(Worker<?> worker, ActionInstance action) {
      for (W member : crew) {
        if (member == worker) {
          return opening.begin(member, action);
        }
      }
      return null;
    }
  }

  protected final Constants constants;
  protected final Projection projection;
  private final Setup setup;
  private final Map<Actor, Worker<?>> workers = new LinkedHashMap<>();
  private final Map<String, Command<?>> commands = new HashMap<>();
  private final Map<String, Predicate<ActionInstance>> environment = new HashMap<>();
  private final List<Object> objects = new ArrayList<>();
  private final Map<String, Runnable> servants = new LinkedHashMap<>();

  protected KvmSubject(Setup setup) {
    super(setup.actions());
    this.setup = setup;
    this.constants = setup.constants();
    this.projection = new Projection(setup);
    projection.add("pc", () -> ofWorkers(workers(), worker -> pc(worker.actor())));
    projection.offer("left", () -> ofWorkers(workers(), worker -> Value.of(worker.left())));
  }

  /**
   * Workers for the tasks in the model's set {@code name}, each with {@code budget} operations.
   *
   * @param worker its constructor
   */
  protected final <W extends Worker<?>> List<W> crew(
      String name, int budget, Function<Worker.Seat, W> worker) {
    return crew(name, budget, false, worker);
  }

  /** The same with the budget that the model has by that name. */
  protected final <W extends Worker<?>> List<W> crew(
      String name, String budget, Function<Worker.Seat, W> worker) {
    return crew(name, constants.integer(budget), false, worker);
  }

  /** The same, but where the model is {@code Endless} the budget is never used up. */
  protected final <W extends Worker<?>> List<W> crewOrEndless(
      String name, String budget, Function<Worker.Seat, W> worker) {
    return crew(name, constants.integer(budget), constants.flag("Endless"), worker);
  }

  private <W extends Worker<?>> List<W> crew(
      String name, int budget, boolean endless, Function<Worker.Seat, W> worker) {
    List<W> crew = new ArrayList<>();
    for (String task : constants.texts(name)) {
      Actor actor = spawn(task);
      Task named = new Task(task, setup.probe(task, actor));
      W member = worker.apply(new Worker.Seat(actor, named, budget, endless));
      workers.put(actor, member);
      crew.add(member);
    }
    return crew;
  }

  /** Has a worker serve the others from the start on. */
  protected final void serve(Worker.Seat seat, Runnable loop) {
    if (setup.listener() == null) {
      seat.actor().start(loop);
    } else {
      servants.put(seat.task().name(), loop);
    }
  }

  /** What the workers do that serve the others, where nobody leads them. */
  final Map<String, Runnable> servants() {
    return Collections.unmodifiableMap(servants);
  }

  /** The servants end once they have no work left. */
  void stop() {}

  /** All workers, in the order in which they were made. */
  protected final Collection<Worker<?>> workers() {
    return workers.values();
  }

  /** What starts an operation of a crew. */
  protected final <W extends Worker<?>> void when(Start start, List<W> crew, Opening<W> opening) {
    commands.put(start.action, new Command<>(crew, opening));
  }

  /**
   * What the environment does.
   *
   * @param taken false if the action is refused; then nothing has changed
   */
  protected final void when(Environment action, Predicate<ActionInstance> taken) {
    environment.put(action.action, taken);
  }

  /** The names of the actions that start an operation or belong to the environment. */
  final List<String> handled() {
    List<String> names = new ArrayList<>(commands.keySet());
    names.addAll(environment.keySet());
    return names;
  }

  final boolean isCommand(String action) {
    return commands.containsKey(action);
  }

  final boolean isEnvironment(String action) {
    return environment.containsKey(action);
  }

  /** The worker of that name. */
  final Worker<?> worker(String name) {
    return workers.values().stream()
        .filter(worker -> worker.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no task " + name));
  }

  /** What later steps depend on, beside the workers. */
  protected final void watch(Object... watched) {
    objects.addAll(Arrays.asList(watched));
  }

  /** The worker of a crew that the first argument names; null if it names one of another. */
  protected final <W extends Worker<?>> @Nullable W acting(List<W> crew, ActionInstance action) {
    Actor actor = actor(action);
    return crew.stream().filter(worker -> worker.actor() == actor).findFirst().orElse(null);
  }

  /** A function on workers, by their names. */
  protected static <W extends Worker<?>> Value ofWorkers(
      Collection<W> crew, Function<W, Value> value) {
    return Projection.byName(crew, Worker::name, value);
  }

  @Override
  protected final boolean environment(ActionInstance action) {
    Predicate<ActionInstance> taken = environment.get(action.action());
    if (taken == null) {
      throw unknown(action);
    }
    return taken.test(action);
  }

  @Override
  protected final @Nullable Runnable command(Actor actor, ActionInstance action) {
    Command<?> command = commands.get(action.action());
    if (command == null) {
      throw unknown(action);
    }
    Worker<?> worker = worker(actor);
    return worker.isDone() ? null : command.begin(worker, action);
  }

  private static IllegalArgumentException unknown(ActionInstance action) {
    return new IllegalArgumentException("the module's code has no action " + action.action());
  }

  private Worker<?> worker(Actor actor) {
    return Objects.requireNonNull(workers.get(actor), actor.name());
  }

  @Override
  protected final boolean isDone(Actor actor) {
    return worker(actor).isDone();
  }

  @Override
  protected final List<Object> objects() {
    List<Object> all = new ArrayList<>(objects);
    all.addAll(workers.values());
    return all;
  }

  @Override
  public final State state() {
    return projection.state();
  }
}
