package org.mmucheck.subject;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.ActionInstance;

/** Which action is whose: actors go by the order in which a subject has spawned them. */
final class ScheduledIndex extends ActionIndex {
  private static final int[] NONE = {};

  final Actions.Kind[] kinds;

  /** The acting actor; -1 for the environment. */
  final int[] actors;

  /** What the actor takes; null where that is no step. */
  final @Nullable Object[] steps;

  final int[] environment;
  private final int[][] commands; // by actor
  private final List<Map<Object, int[]>> stepsAt; // by actor and point

  /**
   * @param actorOf the number of an action's actor
   */
  ScheduledIndex(
      Actions known,
      List<ActionInstance> actions,
      int actorCount,
      Function<ActionInstance, Integer> actorOf) {
    super(actions);
    int size = actions.size();
    kinds = new Actions.Kind[size];
    actors = new int[size];
    steps = new Object[size];
    List<Integer> environment = new ArrayList<>();
    List<List<Integer>> commands = new ArrayList<>();
    List<Map<Object, List<Integer>>> stepsAt = new ArrayList<>();
    for (int actor = 0; actor < actorCount; actor++) {
      commands.add(new ArrayList<>());
      stepsAt.add(new HashMap<>());
    }
    for (int number = 0; number < size; number++) {
      ActionInstance action = actions.get(number);
      Actions.Action is = known.get(action.action());
      kinds[number] = is.kind();
      Object step = is.step(action);
      steps[number] = step;
      actors[number] = is.kind() == Actions.Kind.ENVIRONMENT ? -1 : actorOf.apply(action);
      if (is.kind() == Actions.Kind.ENVIRONMENT) {
        environment.add(number);
        continue;
      }
      if (is.kind() != Actions.Kind.STEP) {
        commands.get(actors[number]).add(number);
      }
      if (step != null) {
        stepsAt.get(actors[number]).computeIfAbsent(step, point -> new ArrayList<>()).add(number);
      }
    }
    this.environment = ints(environment);
    this.commands = commands.stream().map(ScheduledIndex::ints).toArray(int[][]::new);
    this.stepsAt = new ArrayList<>();
    for (Map<Object, List<Integer>> of : stepsAt) {
      Map<Object, int[]> copy = new HashMap<>();
      of.forEach((step, numbers) -> copy.put(step, ints(numbers)));
      this.stepsAt.add(copy);
    }
  }

  @Override
  public int actor(int number) {
    return actors[number];
  }

  int[] commands(int actor) {
    return commands[actor];
  }

  int[] stepsAt(int actor, Object point) {
    return stepsAt.get(actor).getOrDefault(point, NONE);
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }
}
