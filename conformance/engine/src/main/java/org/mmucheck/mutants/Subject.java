package org.mmucheck.mutants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mmucheck.catalog.Model;
import org.mmucheck.tlc.Definition;
import org.mmucheck.tlc.StateSpaces;
import org.mmucheck.tlc.TlcSession;
import org.mmucheck.tlc.TlcSessions;

/**
 * A module with the models that are to notice what changes in it.
 *
 * @param spaces the models in groups that explore the same; the smallest first
 * @param texts of the spec's modules, by name
 */
record Subject(
    String module,
    Path folder,
    List<List<Model>> spaces,
    List<Definition> definitions,
    Map<String, ModuleText> texts) {
  private static final Pattern SPECIFICATION = Pattern.compile("(?m)^\\s*SPECIFICATION\\s+(\\w+)");

  /**
   * @param models of one module; those of an induction are no use, as they take long and explore
   *     what no behaviour leads to
   * @throws org.mmucheck.tlc.TlcException if the module is wrong
   */
  static Subject of(List<Model> models) {
    Model any = models.getFirst();
    List<Definition> definitions;
    try (TlcSession session = TlcSessions.openUnchecked(any)) {
      definitions = session.definitions();
    }
    Path folder = any.source().folder();
    Map<String, ModuleText> texts = new HashMap<>();
    for (Definition definition : definitions) {
      Path file = folder.resolve(definition.module() + ".tla");
      if (Files.exists(file)) {
        texts.computeIfAbsent(definition.module(), module -> read(file));
      }
    }
    List<List<Model>> spaces =
        StateSpaces.of(models).stream().sorted(Comparator.comparing(Subject::size)).toList();
    return new Subject(any.module(), folder, spaces, definitions, texts);
  }

  private static ModuleText read(Path file) {
    try {
      return new ModuleText(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the manifest tells it; a graph of which it pins nothing is taken to be in the middle. */
  private static long size(List<Model> space) {
    return space.stream()
        .mapToLong(
            model -> {
              Long states = model.expected().distinctStates();
              Integer steps = model.expected().steps();
              return states != null ? states : steps != null ? 50L * steps : 1000L;
            })
        .max()
        .orElse(0);
  }

  /** Keys of the definitions that TLC generates states with in some model. */
  Set<String> explored() {
    Uses uses = uses();
    Set<String> explored = new HashSet<>();
    spaces.forEach(space -> space.forEach(model -> explored.addAll(uses.of(specification(model)))));
    return explored;
  }

  private Uses uses() {
    return new Uses(module, definitions);
  }

  /** The mutants of all definitions, and behind them the changes that mean nothing. */
  List<Mutant> mutants() {
    List<Mutant> mutants = new ArrayList<>(SpecMutator.mutants(definitions, texts, explored()));
    mutants.addAll(Cosmetics.of(definitions, texts));
    return Mutant.numbered(mutants);
  }

  private static List<String> listed(Model model) {
    List<String> listed = new ArrayList<>(StateSpaces.invariants(List.of(model)));
    listed.addAll(StateSpaces.properties(List.of(model)));
    return listed;
  }

  /** What each model needs. */
  Map<Model, Cone> cones() {
    Uses uses = uses();
    Map<Model, Cone> cones = new HashMap<>();
    for (List<Model> space : spaces) {
      for (Model model : space) {
        Map<String, Set<String>> checked = new HashMap<>();
        listed(model).forEach(name -> checked.put(name, uses.of(name)));
        cones.put(
            model,
            new Cone(module, uses.of(specification(model)), checked, model.expected().property()));
      }
    }
    return cones;
  }

  /**
   * What the fairness of a model needs beside the actions of its graph: with the same graph, those
   * are the same. Without temporal properties no fairness is asked for.
   *
   * @param actions their names
   */
  Set<String> fairness(Model model, Set<String> actions) {
    return StateSpaces.properties(List.of(model)).isEmpty()
        ? Set.of()
        : uses().fairness(specification(model), actions);
  }

  private static String specification(Model model) {
    Matcher named = SPECIFICATION.matcher(model.config());
    return named.find() ? named.group(1) : "Spec";
  }

  String changed(Mutant mutant) {
    ModuleText text = texts.get(mutant.module());
    if (text == null) {
      throw new IllegalArgumentException("no text of " + mutant.module());
    }
    return mutant.applyTo(text);
  }
}
