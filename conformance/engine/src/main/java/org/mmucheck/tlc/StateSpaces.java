package org.mmucheck.tlc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;

/**
 * Models by what they explore: those of one module whose configurations differ in nothing but in
 * what they check have one state graph and configure one implementation.
 */
public final class StateSpaces {
  private StateSpaces() {}

  /** The models in groups; groups and their models in the given order. */
  public static List<List<Model>> of(List<Model> models) {
    Map<String, List<Model>> spaces = new LinkedHashMap<>();
    for (Model model : models) {
      spaces.computeIfAbsent(name(model), key -> new ArrayList<>()).add(model);
    }
    return List.copyOf(spaces.values());
  }

  /** A text that is the same for all models of one group, and for them only. */
  public static String name(Model model) {
    String explored = UncheckedConfig.of(model.config()).strip();
    return model.source().folder() + " " + model.module() + " " + explored.replaceAll("\\s+", " ");
  }

  /** The model that can stand for all of its group: one that TLC explores to the end, if any. */
  public static Model representative(List<Model> space) {
    return space.stream()
        .filter(model -> isExploredWhenChecked(model))
        .findFirst()
        .orElse(space.getFirst());
  }

  /** The invariants that the models' configurations list. */
  public static List<String> invariants(List<Model> space) {
    return space.stream()
        .flatMap(model -> UncheckedConfig.invariants(model.config()).stream())
        .distinct()
        .toList();
  }

  /** The temporal properties that the models' configurations list. */
  public static List<String> properties(List<Model> space) {
    return space.stream()
        .flatMap(model -> UncheckedConfig.properties(model.config()).stream())
        .distinct()
        .toList();
  }

  /** Whether TLC explores the whole graph though it checks what the configuration lists. */
  public static boolean isExploredWhenChecked(Model model) {
    return model.expected().result() == Result.SUCCESS && !TlcSessions.mayCheckLiveness(model);
  }
}
