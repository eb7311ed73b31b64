package org.mmucheck.mutants;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.conform.Divergence;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.tlc.CheckOptions;
import org.mmucheck.tlc.CheckResult;
import org.mmucheck.tlc.Memory;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.trace.Trace;
import org.mmucheck.workbench.Conformed;
import org.mmucheck.workbench.Workbench;

/**
 * Tries mutants of one module: on the models that can notice them, as {@link RuleOrder} has them,
 * until one does.
 *
 * <p>Concurrency: one mutant is tried by one thread, which waits for the layer that it asks;
 * several mutants may be tried at the same time.
 */
final class MutantRun {
  private static final int SPEC_DOES_NOT_PARSE = 150;
  private static final int CONFIG_DOES_NOT_FIT = 151;

  /** A mutant on which so many models come to no verdict is asked of no other. */
  private static final int MOST_UNJUDGED = 3;

  /** A wrong design is asked only if it has at most this part of the states of the others. */
  private static final long WRONG_SHARE = 4;

  private final Workbench workbench;
  private final Subject subject;
  private final Map<Model, Cone> cones;
  private final Effort effort;
  private final Timed timed;
  private final Baselines baselines;
  private final RuleOrder order;
  private final Map<List<Model>, Boolean> smallWrong = new ConcurrentHashMap<>();

  /**
   * How much to do for each mutant.
   *
   * @param layers to be asked
   * @param all whether to go on after the first layer that notices it
   * @param limit how long one model may take; a layer that takes longer comes to no verdict
   * @param mostStates a model with more pinned states is not asked
   */
  record Effort(Set<Layer> layers, boolean all, Duration limit, long mostStates) {}

  MutantRun(Workbench workbench, Subject subject, Effort effort) {
    this(workbench, subject, effort, new Baselines(new Timed(effort.limit()), effort.mostStates()));
  }

  /**
   * @param baselines where a mutant explores the same as one of these, no layer is asked
   */
  MutantRun(Workbench workbench, Subject subject, Effort effort, Baselines baselines) {
    this.workbench = workbench;
    this.subject = subject;
    this.cones = subject.cones();
    this.effort = effort;
    this.timed = new Timed(effort.limit());
    this.order = new RuleOrder(subject.spaces(), subject.definitions());
    this.baselines = baselines;
  }

  Tried run(Mutant mutant) throws InterruptedException {
    List<Kill> kills = new ArrayList<>();
    int asked = 0;
    try (ChangedSpec changed =
        new ChangedSpec(subject.folder(), mutant.module(), subject.changed(mutant))) {
      List<List<Model>> asLastResort = new ArrayList<>();
      for (List<Model> space : order.of(mutant)) {
        List<Model> wanted =
            space.stream().filter(each -> isSmall(each) && cone(each).mayShow(mutant)).toList();
        if (wanted.isEmpty()) {
          continue;
        }
        List<Model> models = wanted.stream().map(changed::of).toList();
        boolean isExplored = cone(wanted.getFirst()).explored().contains(mutant.definition());
        try {
          if (isExplored && showsNothing(mutant, wanted, models)) {
            continue;
          }
          asked += models.size();
          ask(models, isExplored, kills);
        } catch (StillbornException e) {
          return new Tried(mutant, List.of(), e.getMessage(), asked);
        } catch (OutOfMemoryError e) {
          kills.add(unjudged(models.getFirst().name(), "out of memory"));
        } catch (RuntimeException e) { // a spec that no layer can make sense of
          return new Tried(mutant, List.of(), e.toString(), asked);
        }
        if (mayStop(kills)) {
          return new Tried(mutant, kills, null, asked);
        }
        if (isExplored && rightOf(wanted).isEmpty()) {
          asLastResort.add(wanted.subList(0, 1));
        }
      }
      if (effort.layers().contains(Layer.CONFORM)
          && workbench.adapterIfAny(subject.module()).isPresent()) {
        conformWrongDesigns(asLastResort, changed, kills);
      }
    }
    return new Tried(mutant, kills, null, asked);
  }

  /**
   * Whether a change leaves everything as it is for some models: they explore the same graph, and
   * nothing that they check is changed. Each layer would say again what it says of the spec.
   */
  private boolean showsNothing(Mutant mutant, List<Model> wanted, List<Model> changed)
      throws InterruptedException {
    if (wanted.stream().anyMatch(model -> cone(model).checks(mutant.definition()))) {
      return false;
    }
    Baselines.Baseline baseline = baselines.of(wanted.subList(0, 1)).orElse(null);
    return baseline != null
        && wanted.stream()
            .noneMatch(
                model -> subject.fairness(model, baseline.actions()).contains(mutant.definition()))
        && baselines.isSame(baseline, changed);
  }

  /**
   * The code of a wrong design takes every transition of that design, too: a part of the spec that
   * right designs have no use for shows there.
   */
  private void conformWrongDesigns(List<List<Model>> spaces, ChangedSpec changed, List<Kill> kills)
      throws InterruptedException {
    for (List<Model> space : spaces) {
      if (mayStop(kills)) {
        return;
      }
      if (conformsAsItIs(space)) {
        conform(space.stream().map(changed::of).toList(), kills);
      }
    }
  }

  /** Whether a wrong design is small enough to be asked; tried once, on the spec as it is. */
  private boolean conformsAsItIs(List<Model> space) throws InterruptedException {
    Boolean known = smallWrong.get(space);
    if (known == null) {
      known = isSmallAndConforms(space);
      smallWrong.put(space, known);
    }
    return known;
  }

  private boolean isSmallAndConforms(List<Model> space) throws InterruptedException {
    long most = effort.mostStates() / WRONG_SHARE;
    if (baselines.of(space).filter(each -> each.states() <= most).isEmpty()) {
      return false;
    }
    try {
      List<Conformed> conformed = timed.within(() -> workbench.conform(space, 1, model -> {}));
      return conformed != null && conformed.stream().allMatch(each -> each.report().conforms());
    } catch (TlcException e) {
      return false; // beyond its mistake there may be states that make no sense
    }
  }

  private static List<Model> rightOf(List<Model> space) {
    return space.stream().filter(model -> model.expected().result() == Result.SUCCESS).toList();
  }

  private Cone cone(Model model) {
    return Objects.requireNonNull(cones.get(model));
  }

  private boolean isSmall(Model model) {
    Long states = model.expected().distinctStates();
    return states == null || states <= effort.mostStates();
  }

  private void ask(List<Model> models, boolean isExplored, List<Kill> kills)
      throws InterruptedException, StillbornException {
    List<CheckResult> checks = timed.within(() -> workbench.check(models, options()));
    if (checks == null) {
      kills.add(overdue("check", models.getFirst().name()));
      return;
    }
    for (CheckResult check : checks) {
      refuseStillborn(check);
      Kill kill = kill(check);
      if (kill != null && (!kill.layer().kills() || effort.layers().contains(kill.layer()))) {
        kills.add(kill);
      }
    }
    // A formula that is only checked is none of the code's business.
    if (mayStop(kills)
        || !isExplored
        || workbench.adapterIfAny(models.getFirst().module()).isEmpty()) {
      return;
    }
    if (effort.layers().contains(Layer.REPLAY)) {
      replay(checks, kills);
    }
    if (!mayStop(kills) && effort.layers().contains(Layer.CONFORM)) {
      conform(rightOf(models).stream().limit(1).toList(), kills);
    }
  }

  private CheckOptions options() {
    CheckOptions options = new CheckOptions(1, null, (model, progress) -> {}, null);
    return effort.all() ? options : options.until(this::isKilledBy);
  }

  private boolean isKilledBy(CheckResult check) {
    Kill kill = kill(check);
    return kill != null && kill.layer().kills() && effort.layers().contains(kill.layer());
  }

  private boolean mayStop(List<Kill> kills) {
    long unjudged = kills.stream().filter(kill -> kill.layer() == Layer.NO_VERDICT).count();
    return unjudged >= MOST_UNJUDGED
        || (!effort.all() && kills.stream().anyMatch(kill -> kill.layer().kills()));
  }

  private Kill overdue(String layer, String model) {
    return unjudged(
        model, layer + " does not end within %d s".formatted(effort.limit().toSeconds()));
  }

  private static Kill unjudged(String model, String why) {
    return new Kill(Layer.NO_VERDICT, model, model + ": " + why);
  }

  private static void refuseStillborn(CheckResult check) throws StillbornException {
    TlcException failure = check.failure();
    if (failure == null) {
      return;
    }
    String message = String.valueOf(failure.getMessage());
    if (failure.exitCode() == SPEC_DOES_NOT_PARSE
        || failure.exitCode() == CONFIG_DOES_NOT_FIT
        || isTypeError(message)) {
      throw new StillbornException(message);
    }
  }

  /** Whether an operator was given what it is not made for: no mistake that somebody can make. */
  private static boolean isTypeError(String message) {
    return message.contains("argument of")
        && (message.contains("should be") || message.contains("expected"));
  }

  private static @Nullable Kill kill(CheckResult check) {
    Model model = check.model();
    if (check.failure() != null) {
      if (isUnjudged(check.failure())) {
        return unjudged(model.name(), String.valueOf(check.failure().getMessage()));
      }
      return new Kill(
          Layer.CHECK, model.name(), model.name() + ": " + check.failure().getMessage());
    }
    if (check.asExpected()) {
      return null;
    }
    String says = String.join("; ", check.differences());
    Trace trace = check.counterexample();
    if (trace != null && model.expected().result() == Result.SUCCESS) {
      Trace.Step last = trace.steps().getLast();
      says +=
          " after "
              + (trace.steps().size() - 1)
              + " steps"
              + (last.action() == null ? "" : ", the last " + last.action());
    }
    return new Kill(isCountOnly(check) ? Layer.COUNT : Layer.CHECK, model.name(), says);
  }

  /** Whether TLC was kept from a verdict by what the machine or its user gives it. */
  private static boolean isUnjudged(TlcException failure) {
    return failure.exitCode() == Memory.EXHAUSTED || failure.exitCode() == TlcException.UNFINISHED;
  }

  private static boolean isCountOnly(CheckResult check) {
    Model.Expected expected = check.model().expected();
    return check.actual() != null
        && expected.result() == Result.SUCCESS
        && check.actual().result() == Result.SUCCESS;
  }

  private void replay(List<CheckResult> checks, List<Kill> kills) throws InterruptedException {
    for (CheckResult check : checks) {
      Trace trace = check.counterexample();
      if (trace == null || mayStop(kills)) {
        continue;
      }
      Model model = check.model();
      ReplayReport report =
          timed.within(
              () -> workbench.replay(model.name(), trace, model, model, Integer.MAX_VALUE));
      if (report == null) {
        kills.add(overdue("replay", model.name()));
      } else if (report.divergence() != null) {
        kills.add(
            new Kill(
                Layer.REPLAY,
                model.name(),
                "%s: code and spec disagree after step %d, %s: %s"
                    .formatted(
                        model.name(),
                        report.divergence().step(),
                        report.divergence().action(),
                        report.divergence().variable())));
      }
    }
  }

  /**
   * @param models one, or none
   */
  private void conform(List<Model> models, List<Kill> kills) throws InterruptedException {
    if (models.isEmpty()) {
      return;
    }
    String name = models.getFirst().name();
    List<Conformed> conformed;
    try {
      conformed = timed.within(() -> workbench.conform(models, 1, model -> {}));
    } catch (TlcException e) {
      String why = String.valueOf(e.getMessage());
      kills.add(
          isUnjudged(e) ? unjudged(name, why) : new Kill(Layer.CONFORM, name, name + ": " + why));
      return;
    }
    if (conformed == null) {
      kills.add(overdue("conform", name));
      return;
    }
    for (Conformed each : conformed) {
      Divergence divergence = each.report().divergence();
      if (divergence != null) {
        kills.add(
            new Kill(
                Layer.CONFORM,
                name,
                "%s: code and spec disagree at step %d, %s: %s is %s in the spec, %s in the code"
                    .formatted(
                        name,
                        divergence.step(),
                        divergence.action(),
                        divergence.variable(),
                        divergence.spec(),
                        divergence.code())));
      } else if (!each.report().conforms()) {
        kills.add(
            new Kill(Layer.CONFORM, name, name + ": the code has states that the spec has not"));
      }
    }
  }

  /** The mutant is no spec. */
  private static final class StillbornException extends Exception {
    private static final long serialVersionUID = 1L;

    StillbornException(String message) {
      super(message);
    }
  }
}
