package org.mmucheck.ablation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.ConfigText;
import org.mmucheck.catalog.Design;
import org.mmucheck.catalog.Design.Harm;
import org.mmucheck.catalog.Design.Ordering;
import org.mmucheck.catalog.Model;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.tlc.CheckOptions;
import org.mmucheck.tlc.CheckResult;
import org.mmucheck.tlc.Checker;
import org.mmucheck.trace.Trace;

/**
 * Switches off one ordering of a right design at a time. Where the manifest names the property that
 * breaks, TLC must find it in just so many steps, and must find nothing at the same size with the
 * ordering kept: then it is the ordering that matters. Where the manifest gives a reason that
 * nothing breaks, nothing must break in any of the design's models. What the manifest does not
 * mention is looked for at the sizes of these, and of the models that switch the ordering off.
 */
public final class Ablation {
  private static final int ASSUMPTION_FAILS = 10; // TLC's exit code

  /** Replays a trace on the code that a model configures. */
  @FunctionalInterface
  public interface Replay {
    /** Null if there is no code. */
    @Nullable ReplayReport of(Model model, Trace trace);
  }

  private final Catalog catalog;
  private final Predicate<String> wanted; // by constant
  private final CheckOptions options;
  private final Replay replay;

  private Ablation(Catalog catalog, Predicate<String> wanted, CheckOptions options, Replay replay) {
    this.catalog = catalog;
    this.wanted = wanted;
    this.options = options;
    this.replay = replay;
  }

  /**
   * The orderings of the designs, in the order of their configurations.
   *
   * @param wanted says of a constant whether to look at it
   * @throws InterruptedException if the calling thread is interrupted; every run has been stopped
   */
  public static List<Ablated> of(
      Catalog catalog,
      List<Design> designs,
      Predicate<String> wanted,
      CheckOptions options,
      Replay replay)
      throws InterruptedException {
    Ablation ablation = new Ablation(catalog, wanted, options, replay);
    List<Ablated> all = new ArrayList<>();
    for (Design design : designs) {
      all.addAll(ablation.of(design));
    }
    return all;
  }

  /**
   * Whether the model's configuration says {@code TRUE} of a constant that could be switched off.
   */
  public static boolean hasOrdering(Model model) {
    return ConfigText.of(model).truths().containsValue(true);
  }

  private List<Ablated> of(Design design) throws InterruptedException {
    ConfigText base = ConfigText.of(design.model());
    Map<String, Boolean> rules = new LinkedHashMap<>(base.truths());
    design.environment().forEach(rules::remove);

    Map<String, Ablated> ablated = new LinkedHashMap<>();
    List<Ordering> harmful = new ArrayList<>();
    List<Ordering> harmless = new ArrayList<>();
    List<String> unexplained = new ArrayList<>();
    for (Map.Entry<String, Boolean> rule : rules.entrySet()) {
      if (rule.getValue() && wanted.test(rule.getKey())) {
        ablated.put(rule.getKey(), problem(design, rule.getKey(), "not looked at"));
        Optional<Ordering> known = design.ordering(rule.getKey());
        if (known.isEmpty()) {
          unexplained.add(rule.getKey());
        } else {
          (known.get().harm() != null ? harmful : harmless).add(known.get());
        }
      }
    }
    for (Ordering ordering : design.orderings()) {
      if (!ablated.containsKey(ordering.constant()) && wanted.test(ordering.constant())) {
        ablated.put(
            ordering.constant(),
            problem(design, ordering.constant(), "is not TRUE in " + design.model().configName()));
      }
    }
    harmful(design, rules, harmful, ablated);
    harmless(design, rules, harmless, ablated);
    for (String constant : unexplained) {
      ablated.put(constant, found(design, rules, base.invariants(), constant));
    }
    return List.copyOf(ablated.values());
  }

  private void harmful(
      Design design,
      Map<String, Boolean> rules,
      List<Ordering> orderings,
      Map<String, Ablated> ablated)
      throws InterruptedException {
    Map<Model, Set<String>> kept = new LinkedHashMap<>();
    List<Model> models = new ArrayList<>();
    for (Ordering ordering : orderings) {
      Harm harm = harm(ordering);
      kept.computeIfAbsent(harm.at(), at -> new TreeSet<>()).add(harm.breaks());
      models.add(without(design, rules, ordering.constant(), harm.at(), List.of(harm.breaks())));
    }
    Map<Model, Model> twins = new HashMap<>();
    kept.forEach(
        (at, properties) -> twins.put(at, with(design, rules, at, List.copyOf(properties))));
    models.addAll(twins.values());
    Map<Model, CheckResult> results = check(models);

    for (int i = 0; i < orderings.size(); i++) {
      Ordering ordering = orderings.get(i);
      Harm harm = harm(ordering);
      CheckResult result = get(results, models.get(i));
      CheckResult twin = get(results, get(twins, harm.at()));
      List<String> problems = new ArrayList<>();
      if (!twin.asExpected()) {
        problems.add(
            twin.failure() != null
                ? twin.failure().getMessage()
                : "already fails with it at the size of " + harm.at().name());
      }
      Trace trace = result.counterexample();
      if (trace == null) {
        problems.add(
            result.failure() != null
                ? result.failure().getMessage()
                : harm.breaks() + " should break at the size of " + harm.at().name());
      } else if (trace.steps().size() - 1 != harm.steps()) {
        problems.add(
            "should break "
                + harm.breaks()
                + " in "
                + harm.steps()
                + " steps, but takes "
                + (trace.steps().size() - 1));
      }
      ablated.put(
          ordering.constant(),
          broken(
              design,
              ordering.constant(),
              harm.at(),
              models.get(i),
              trace,
              harm.breaks(),
              problems));
    }
  }

  private void harmless(
      Design design,
      Map<String, Boolean> rules,
      List<Ordering> orderings,
      Map<String, Ablated> ablated)
      throws InterruptedException {
    List<Model> own = new ArrayList<>(List.of(design.model()));
    own.addAll(design.also());
    Map<String, List<Model>> models = new LinkedHashMap<>();
    for (Ordering ordering : orderings) {
      List<Model> switched = new ArrayList<>();
      for (Model at : own) {
        ConfigText config = ConfigText.of(at);
        List<String> all = new ArrayList<>(config.invariants());
        all.addAll(config.properties());
        switched.add(without(design, rules, ordering.constant(), at, all));
      }
      models.put(ordering.constant(), switched);
    }
    Map<Model, CheckResult> results =
        check(models.values().stream().flatMap(List::stream).toList());
    for (Ordering ordering : orderings) {
      List<String> problems = new ArrayList<>();
      List<Model> switched = models.getOrDefault(ordering.constant(), List.of());
      for (int i = 0; i < switched.size(); i++) {
        CheckResult result = get(results, switched.get(i));
        if (ordering.isRuledOut() && !isRefused(result)) {
          problems.add("the module allows it at the size of " + own.get(i).name());
        } else if (!ordering.isRuledOut() && !result.asExpected()) {
          problems.add(
              "should break nothing, but at the size of "
                  + own.get(i).name()
                  + (result.failure() != null
                      ? ": " + result.failure().getMessage()
                      : " breaks " + property(result)));
        }
      }
      ablated.put(
          ordering.constant(),
          new Ablated(
              design, ordering.constant(), null, null, null, null, ordering.why(), problems));
    }
  }

  /** The shortest harm at a size at which the right design holds. */
  private Ablated found(
      Design design, Map<String, Boolean> rules, List<String> invariants, String constant)
      throws InterruptedException {
    List<Model> sizes = sizes(design, rules, constant);
    Map<Model, Model> with = new LinkedHashMap<>();
    Map<Model, Model> without = new LinkedHashMap<>();
    for (Model at : sizes) {
      with.put(at, with(design, rules, at, invariants));
      without.put(at, without(design, rules, constant, at, invariants));
    }
    Map<Model, CheckResult> off = check(List.copyOf(without.values()));
    List<Model> broken =
        sizes.stream()
            .filter(at -> get(off, get(without, at)).counterexample() != null)
            .sorted(Comparator.comparing(at -> steps(get(off, get(without, at)).counterexample())))
            .toList();
    for (Model at : broken) {
      if (get(check(List.of(get(with, at))), get(with, at)).asExpected()) {
        CheckResult result = get(off, get(without, at));
        String property = property(result);
        String row =
            "the manifest does not explain it; it breaks %s at the size of %s in %d steps"
                .formatted(property, at.name(), steps(result.counterexample()));
        return broken(
            design,
            constant,
            at,
            get(without, at),
            result.counterexample(),
            property,
            List.of(row));
      }
    }
    boolean refused = sizes.stream().allMatch(at -> isRefused(get(off, get(without, at))));
    return problem(
        design,
        constant,
        "the manifest does not explain it; "
            + (refused
                ? "the module rules it out"
                : !broken.isEmpty()
                    ? "what breaks without it breaks with it as well"
                    : "it breaks nothing at " + sizes.size() + " sizes"));
  }

  /** One model for each set of tasks, sizes and budgets that may show what an ordering is for. */
  private List<Model> sizes(Design design, Map<String, Boolean> rules, String constant) {
    Set<String> seen = new LinkedHashSet<>();
    return catalog.models().stream()
        .filter(model -> model.module().equals(design.model().module()))
        .filter(model -> model.tier().equals("quick"))
        .filter(
            model ->
                model.equals(design.model())
                    || design.also().contains(model)
                    || Boolean.FALSE.equals(ConfigText.of(model).truths().get(constant)))
        .filter(model -> seen.add(ConfigText.of(model).size(rules.keySet())))
        .toList();
  }

  private static Model with(
      Design design, Map<String, Boolean> rules, Model at, List<String> properties) {
    return model(
        design.model().name() + "_at-" + at.name(),
        design.model().name() + " at the size of " + at.name() + ".",
        at,
        ConfigText.of(at).withTruths(rules).checking(properties));
  }

  private static Model without(
      Design design,
      Map<String, Boolean> rules,
      String constant,
      Model at,
      List<String> properties) {
    Map<String, Boolean> switched = new HashMap<>(rules);
    switched.put(constant, false);
    return model(
        design.model().name() + "_without-" + constant + "_at-" + at.name(),
        design.model().name() + " without " + constant + ", at the size of " + at.name() + ".",
        at,
        ConfigText.of(at).withTruths(switched).checking(properties));
  }

  private static Model model(String name, String summary, Model at, ConfigText config) {
    return at.with(name, config.text()).summary(summary).build();
  }

  private Map<Model, CheckResult> check(List<Model> models) throws InterruptedException {
    Map<Model, CheckResult> results = new HashMap<>();
    Checker.check(models, options).forEach(result -> results.put(result.model(), result));
    return results;
  }

  private Ablated broken(
      Design design,
      String constant,
      Model at,
      Model switched,
      @Nullable Trace trace,
      String property,
      List<String> problems) {
    List<String> all = new ArrayList<>(problems);
    ReplayReport report = trace == null ? null : replay.of(switched, trace);
    if (report != null && !report.conforms()) {
      all.add("the code, with the same ordering switched off, does not follow the trace");
    }
    return new Ablated(design, constant, at, property, trace, report, null, all);
  }

  /** Whether the module's assumptions do not allow the configuration. */
  private static boolean isRefused(CheckResult result) {
    return result.failure() != null && result.failure().exitCode() == ASSUMPTION_FAILS;
  }

  private static Ablated problem(Design design, String constant, String problem) {
    return new Ablated(design, constant, null, null, null, null, null, List.of(problem));
  }

  private static Harm harm(Ordering ordering) {
    if (ordering.harm() == null) {
      throw new IllegalArgumentException(ordering.constant() + " breaks nothing");
    }
    return ordering.harm();
  }

  private static int steps(@Nullable Trace trace) {
    return trace == null ? Integer.MAX_VALUE : trace.steps().size() - 1;
  }

  private static String property(CheckResult result) {
    return result.actual() == null || result.actual().property() == null
        ? "something that TLC does not name"
        : result.actual().property();
  }

  private static <K, V> V get(Map<K, V> map, K key) {
    V value = map.get(key);
    if (value == null) {
      throw new IllegalStateException("no " + key);
    }
    return value;
  }
}
