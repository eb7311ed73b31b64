package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.UnknownModelException;
import org.mmucheck.input.InputException;

/**
 * Tells the launcher how far the JVM's compilers should go for a call, since a JVM cannot change
 * that once it runs. A call that does each thing once ends before the optimizing compiler has
 * earned what it costs; walking state graphs, large models and random schedules repay it.
 *
 * <p>It decides by the models that the call names, as the manifest knows them. A wrong answer costs
 * time and nothing else, so what is wrong with the arguments is left to the call itself.
 */
final class Effort {
  /** {@code -XX:TieredStopAtLevel} without the optimizing compiler. */
  static final int LIGHT = 1;

  /** With it. */
  static final int FULL = 4;

  private static final Set<String> LONG =
      Set.of("conform", "graph", "bench", "fuzz", "ablate", "mutants");
  private static final Set<String> LARGE_TIERS = Set.of("full", "all");

  /** From so many states on TLC runs long enough. */
  private static final long LARGE = 200_000;

  private Effort() {}

  /** Prints the level for the call with these arguments. */
  public static void main(String[] args) {
    Path home = Path.of(System.getProperty("mmucheck.home", ""));
    System.out.println(of(Arrays.asList(args), home.resolve("spec")));
  }

  /**
   * @param project the project's own folder of specs
   */
  static int of(List<String> args, Path project) {
    Set<String> words = new HashSet<>();
    Path spec = project;
    for (String arg : args) {
      words.addAll(List.of(arg.split("=", 2)));
    }
    for (int i = 0; i < args.size(); i++) {
      if (args.get(i).startsWith("--spec=")) {
        spec = Path.of(args.get(i).substring("--spec=".length()));
      } else if (args.get(i).equals("--spec") && i + 1 < args.size()) {
        spec = Path.of(args.get(i + 1));
      }
    }
    if (words.stream().anyMatch(LONG::contains)) {
      return FULL;
    }
    if (!words.contains("check")) {
      return LIGHT;
    }
    boolean large = words.contains("--tier") && words.stream().anyMatch(LARGE_TIERS::contains);
    boolean unknown = words.stream().anyMatch(word -> word.endsWith(".tla"));
    return large || unknown || namesLarge(words, spec) ? FULL : LIGHT;
  }

  private static boolean namesLarge(Set<String> words, Path spec) {
    try {
      Catalog catalog = Catalog.load(spec);
      return words.stream()
          .anyMatch(word -> find(catalog, word).stream().anyMatch(Effort::isLarge));
    } catch (InputException e) {
      return false; // the call will say what is wrong
    }
  }

  private static List<Model> find(Catalog catalog, String word) {
    try {
      return catalog.find(word);
    } catch (UnknownModelException e) {
      return List.of();
    }
  }

  private static boolean isLarge(Model model) {
    Long states = model.expected().distinctStates();
    return model.tier().equals("full") || (states != null && states >= LARGE);
  }
}
