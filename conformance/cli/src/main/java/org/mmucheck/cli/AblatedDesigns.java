package org.mmucheck.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.ConfigText;
import org.mmucheck.catalog.Design;
import org.mmucheck.catalog.EditDistance;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.catalog.UnknownModelException;

/** Which orderings of which designs a user means: names of models, of modules and of constants. */
final class AblatedDesigns {
  private final Catalog catalog;

  AblatedDesigns(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * @param constants the orderings to look at; all if there is none
   */
  record Chosen(List<Design> designs, Set<String> constants) {
    boolean wants(String constant) {
      return constants.isEmpty() || constants.contains(constant);
    }
  }

  /**
   * @param names of models, each for the design that it is of; of modules, each for its right
   *     design; and of constants, in every design that is named, or in all that rely on them
   * @throws IllegalArgumentException if a name is none of these, or a design does not rely on a
   *     constant
   */
  Chosen of(List<String> names) {
    Set<String> constants = new LinkedHashSet<>();
    List<List<Design>> meant = new ArrayList<>(); // of each name the designs, the best first
    for (String name : names) {
      List<Design> designs = designs(name);
      if (designs.isEmpty()) {
        constants.add(name);
      } else {
        meant.add(designs);
      }
    }
    Set<Design> chosen = new LinkedHashSet<>();
    for (List<Design> designs : meant) {
      chosen.addAll(relying(designs, constants));
    }
    if (meant.isEmpty()) {
      List<Design> all = catalog.designs();
      chosen.addAll(constants.isEmpty() ? all : relying(all, constants));
    }
    return new Chosen(List.copyOf(chosen), constants);
  }

  /** The designs that a name stands for; none if it is no model's and no module's. */
  private List<Design> designs(String name) {
    List<Model> found;
    try {
      found = catalog.find(name);
    } catch (UnknownModelException e) {
      return List.of();
    }
    boolean isModule = found.getFirst().module().equals(name);
    List<Design> explained = explained(found);
    if (isModule) {
      List<Design> all = new ArrayList<>(explained);
      catalog.designs().stream()
          .filter(design -> design.model().module().equals(name) && !all.contains(design))
          .forEach(all::add);
      return all.isEmpty()
          ? List.of(new Design(found.getFirst(), List.of(), List.of(), List.of()))
          : all;
    }
    if (!explained.isEmpty()) {
      return explained;
    }
    return List.of(unexplained(name, found));
  }

  /**
   * What is chosen by more than rules, a cure say, has a design of its own: that one goes first.
   */
  private List<Design> explained(List<Model> found) {
    List<Design> named = of(found, AblatedDesigns::isNamed);
    return named.isEmpty() ? of(found, AblatedDesigns::isSameDesign) : named;
  }

  private List<Design> of(List<Model> found, BiPredicate<Design, Model> isOf) {
    return catalog.designs().stream()
        .filter(design -> found.stream().anyMatch(model -> isOf.test(design, model)))
        .toList();
  }

  private static boolean isNamed(Design design, Model model) {
    return model.equals(design.model())
        || design.also().contains(model)
        || model.row().equals(design.model().row());
  }

  /** Whether a model has the design's orderings at another size. */
  private static boolean isSameDesign(Design design, Model model) {
    return model.module().equals(design.model().module())
        && model.expected().result() == Result.SUCCESS
        && rules(design, model).equals(rules(design, design.model()));
  }

  private static Map<String, Boolean> rules(Design design, Model model) {
    Map<String, Boolean> rules = ConfigText.of(model).truths();
    design.environment().forEach(rules::remove);
    return rules;
  }

  /** A right design of which the manifest explains no ordering. */
  private Design unexplained(String name, List<Model> found) {
    return found.stream()
        .filter(model -> model.expected().result() == Result.SUCCESS)
        .filter(model -> ConfigText.of(model).truths().containsValue(true))
        .findFirst()
        .map(model -> new Design(model, List.of(), List.of(), List.of()))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name
                        + " is no right design; those of "
                        + found.getFirst().module()
                        + " are "
                        + String.join(", ", names(ofModule(found.getFirst().module())))));
  }

  /** Of the designs of one name the first that relies on all constants; all if there is none. */
  private List<Design> relying(List<Design> designs, Set<String> constants) {
    if (constants.isEmpty()) {
      return List.of(designs.getFirst());
    }
    List<Design> relying = designs.stream().filter(d -> keeps(d, constants)).toList();
    if (!relying.isEmpty()) {
      return designs.equals(catalog.designs()) ? relying : List.of(relying.getFirst());
    }
    throw new IllegalArgumentException(wrong(designs, constants));
  }

  private static boolean keeps(Design design, Set<String> constants) {
    Map<String, Boolean> truths = ConfigText.of(design.model()).truths();
    return constants.stream().allMatch(name -> Objects.equals(truths.get(name), true));
  }

  private String wrong(List<Design> designs, Set<String> constants) {
    Set<String> known = new LinkedHashSet<>();
    designs.forEach(design -> known.addAll(ConfigText.of(design.model()).truths().keySet()));
    for (String constant : constants) {
      if (!known.contains(constant)) {
        boolean isAny = designs.equals(catalog.designs());
        return (isAny
                ? "no model and no ordering '" + constant + "'"
                : designs.getFirst().model().name() + " has no ordering '" + constant + "'")
            + EditDistance.nearest(constant, known)
                .map(near -> "; did you mean " + near + "?")
                .orElse(isAny ? "" : "; it has " + String.join(", ", known));
      }
    }
    return String.join(" and ", constants)
        + (constants.size() == 1 ? " is" : " are not both")
        + (constants.size() == 1 ? " not TRUE in " : " TRUE in ")
        + String.join(", ", names(designs))
        + ", so there is nothing to switch off";
  }

  private List<Design> ofModule(String module) {
    return catalog.designs().stream().filter(d -> d.model().module().equals(module)).toList();
  }

  private static List<String> names(List<Design> designs) {
    return designs.stream().map(design -> design.model().name()).toList();
  }
}
