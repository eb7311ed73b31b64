package org.mmucheck.tlc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;

/**
 * Models that one run of TLC can check: they explore the same.
 *
 * @param held those that must hold, which this run checks
 * @param watched those that must break one state predicate, which this run watches
 */
record SharedRun(List<Model> held, List<Model> watched) {

  /**
   * The models, each in one run. A model of which more is to be said than that it holds, or that a
   * state predicate breaks, has a run of its own.
   */
  static List<SharedRun> of(List<Model> models) {
    Map<String, SharedRun> runs = new LinkedHashMap<>();
    for (Model model : models) {
      runs.computeIfAbsent(name(model), key -> new SharedRun(new ArrayList<>(), new ArrayList<>()))
          .add(model);
    }
    return List.copyOf(runs.values());
  }

  private void add(Model model) {
    (model.expected().result() == Result.SUCCESS ? held : watched).add(model);
  }

  /** A text that is the same for models of one run, and for them only. */
  private static String name(Model model) {
    String config = model.config();
    List<String> invariants = UncheckedConfig.invariants(config);
    boolean isWatched =
        model.expected().result() == Result.SAFETY_FAILURE
            && invariants.equals(List.of(String.valueOf(model.expected().property())))
            && UncheckedConfig.properties(config).isEmpty()
            && !SideBySide.isLarge(model);
    boolean isHeld = model.expected().result() == Result.SUCCESS;
    if (model.induction() != null || !(isWatched || isHeld)) {
      return model.name();
    }
    return StateSpaces.name(model)
        + (UncheckedConfig.checksDeadlock(config) ? " deadlock" : "")
        + (SideBySide.isLarge(model) ? " large" : "");
  }

  /** All models. */
  List<Model> models() {
    List<Model> all = new ArrayList<>(held);
    all.addAll(watched);
    return all;
  }

  /** The model that stands for all; the largest, by what the manifest says. */
  Model representative() {
    return models().stream().max(Comparator.comparingLong(SharedRun::pinnedStates)).orElseThrow();
  }

  private static long pinnedStates(Model model) {
    Long states = model.expected().distinctStates();
    return states == null ? 0 : states;
  }

  /** The model that TLC is given: it lists what must hold. */
  Model model() {
    List<String> texts = held.stream().map(Model::config).toList();
    Model any = representative();
    String config =
        UncheckedConfig.checking(
            any.config(),
            texts.stream()
                .flatMap(text -> UncheckedConfig.invariants(text).stream())
                .distinct()
                .toList(),
            texts.stream()
                .flatMap(text -> UncheckedConfig.properties(text).stream())
                .distinct()
                .toList(),
            UncheckedConfig.checksDeadlock(any.config()));
    return any.with(any.name(), config).build();
  }

  /** The predicates to watch. */
  List<String> predicates() {
    return watched.stream().map(model -> String.valueOf(model.expected().property())).toList();
  }
}
