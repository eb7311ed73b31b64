package org.mmucheck.meeting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Features;
import org.mmucheck.catalog.Features.Feature;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.input.InputException;
import org.mmucheck.tlc.Exploration;
import org.mmucheck.tlc.SideBySide;
import org.mmucheck.tlc.StateSpaces;
import org.mmucheck.tlc.TlcOptions;

/**
 * The features of modules in pairs, and the quick models of right designs in which both meet. Such
 * a model is conformed transition by transition, so the code is held to the spec where they meet.
 */
public final class FeaturePairs {
  private final Catalog catalog;

  private FeaturePairs(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Every pair of each module that names features, explored with TLC.
   *
   * @param modules those to look at
   * @param workers threads in all
   * @param started told of each model when it begins; may be called by several threads
   * @throws InputException if a feature takes an action, or has a constant, that the module lacks
   * @throws InterruptedException if the calling thread is interrupted; every run has ended then
   */
  public static List<FeaturePair> of(
      Catalog catalog, Set<String> modules, int workers, Consumer<Model> started) throws Exception {
    List<FeaturePair> pairs = new ArrayList<>();
    for (Features features : catalog.features()) {
      if (modules.contains(features.module())) {
        pairs.addAll(new FeaturePairs(catalog).of(features, workers, started));
      }
    }
    return pairs;
  }

  private List<FeaturePair> of(Features features, int workers, Consumer<Model> started)
      throws Exception {
    List<Model> models = rightModels(features.module());
    List<Presence> presences =
        SideBySide.run(
            models,
            workers,
            (model, threads) -> {
              started.accept(model);
              return presence(model, features, threads);
            });
    Map<Model, Presence> byModel = new LinkedHashMap<>();
    for (int i = 0; i < models.size(); i++) {
      byModel.put(models.get(i), presences.get(i));
    }
    requireKnown(features, byModel);
    return pairs(features, byModel);
  }

  /** One for each state space. */
  private List<Model> rightModels(String module) {
    Stream<Model> right =
        catalog.models().stream()
            .filter(model -> model.module().equals(module))
            .filter(model -> model.tier().equals("quick"))
            .filter(model -> model.induction() == null)
            .filter(model -> model.expected().result() == Result.SUCCESS)
            .filter(catalog::isOfRightDesign);
    return StateSpaces.of(right.toList()).stream().map(List::getFirst).toList();
  }

  private static Presence presence(Model model, Features features, int workers)
      throws InterruptedException {
    TlcOptions options = TlcOptions.oneWorker().withWorkers(workers);
    try (Exploration explored = Exploration.of(model, options)) {
      return new Presence(explored.graph(), explored.spec().constants(), features.features());
    }
  }

  /** A module's model lacks the actions of tasks that it has none of; another has them. */
  private static void requireKnown(Features features, Map<Model, Presence> presences) {
    Set<String> actions = new TreeSet<>();
    Set<String> constants = new TreeSet<>();
    presences.values().forEach(presence -> actions.addAll(presence.actions()));
    presences.values().forEach(presence -> constants.addAll(presence.constants()));
    for (Feature feature : features.features()) {
      requireKnown(features, feature, "action", feature.takes(), actions);
      requireKnown(features, feature, "constant", feature.with().keySet(), constants);
    }
  }

  private static void requireKnown(
      Features features, Feature feature, String kind, Set<String> wanted, Set<String> known) {
    for (String name : wanted) {
      if (!known.contains(name)) {
        throw new InputException(
            features.file().toString(),
            "features." + feature.name(),
            "no model of a right design has the " + kind + " " + name);
      }
    }
  }

  private static List<FeaturePair> pairs(Features features, Map<Model, Presence> presences) {
    List<FeaturePair> pairs = new ArrayList<>();
    List<Feature> all = features.features();
    for (int one = 0; one < all.size(); one++) {
      for (int other = one + 1; other < all.size(); other++) {
        List<Model> meetIn = new ArrayList<>();
        for (Map.Entry<Model, Presence> model : presences.entrySet()) {
          if (model.getValue().meet(one, other)) {
            meetIn.add(model.getKey());
          }
        }
        String why = features.why(all.get(one), all.get(other)).orElse(null);
        pairs.add(new FeaturePair(features.module(), all.get(one), all.get(other), meetIn, why));
      }
    }
    return pairs;
  }
}
