package org.mmucheck.kvm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Probe;
import org.mmucheck.model.Step;
import org.mmucheck.sched.Actor;
import org.mmucheck.subject.Actions;
import org.mmucheck.subject.StepListener;
import org.mmucheck.value.Value;

/**
 * One model as the code wants it, shared by all that are started with it.
 *
 * @param vars the spec's variables in the order of a state's values
 * @param places where a variable is in that order
 * @param points the schedule points that the spec distinguishes
 * @param listener is told of the steps of tasks that nobody leads; null where the tasks are led
 */
record Setup(
    List<String> vars,
    Map<String, Integer> places,
    Constants constants,
    Actions actions,
    Set<Step> points,
    @Nullable StepListener listener) {
  /**
   * @param constants the model's, by name
   * @param actions the names of the spec's actions
   */
  static Setup of(List<String> vars, Map<String, Value> constants, Set<String> actions) {
    Map<String, Integer> places = new HashMap<>();
    for (int place = 0; place < vars.size(); place++) {
      places.put(vars.get(place), place);
    }
    return new Setup(
        vars,
        places,
        new Constants(constants),
        KvmActions.of(actions),
        KvmActions.points(actions),
        null);
  }

  /** The same for tasks that run on threads of their own. */
  Setup free(StepListener told) {
    return new Setup(vars, places, constants, actions, points, told);
  }

  /** The schedule points of a task. */
  Probe probe(String task, Actor actor) {
    return listener == null
        ? new ControlledProbe(actor, points)
        : new ToldProbe(task, listener, points);
  }
}
