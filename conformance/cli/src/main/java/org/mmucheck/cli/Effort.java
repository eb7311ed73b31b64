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
 * Tells the launcher how the JVM should run for a call, since a JVM cannot change that once it
 * runs.
 *
 * <p>How far the compilers go: a call that does each thing once ends before the optimizing compiler
 * has earned what it costs; walking state graphs, large models, random schedules and the call
 * without a command, which has something of each, repay it. It decides by the models that the call
 * names, as the manifest knows them. A wrong answer costs time and nothing else, so what is wrong
 * with the arguments is left to the call itself.
 *
 * <p>How much room new objects have: nearly all that a run makes is garbage at once, and a
 * collector that may takes a third of the heap for it, touching gigabytes that nobody needs.
 */
final class Effort {
  /** {@code -XX:TieredStopAtLevel} without the optimizing compiler. */
  static final int LIGHT = 1;

  /** With it. */
  static final int FULL = 4;

  private static final Set<String> LONG =
      Set.of("conform", "graph", "bench", "fuzz", "ablate", "mutants");

  /** What a call without a command may be for instead of the whole job. */
  private static final Set<String> SHORT = Set.of("-h", "--help", "-V", "--version");

  private static final Set<String> LARGE_TIERS = Set.of("full", "all");

  /** From so many states on TLC runs long enough. */
  private static final long LARGE = 200_000;

  /** Room for new objects, in MiB: more makes a run no faster. */
  private static final long NEW_MIB = 256;

  private static final int MIB = 20;

  /** The JVM's own bound is this part of the heap. */
  private static final int NEW_OF_HEAP = 3;

  private Effort() {}

  /** Prints the JVM's options for the call with these arguments. */
  public static void main(String[] args) {
    Path home = Path.of(System.getProperty("mmucheck.home", ""));
    int level = of(Arrays.asList(args), home.resolve("spec"));
    System.out.println(options(level, Runtime.getRuntime().maxMemory()));
  }

  /**
   * @param heap as large as it may be, in bytes; a small one has less room for new objects anyway
   */
  static String options(int level, long heap) {
    String room = heap / NEW_OF_HEAP > NEW_MIB << MIB ? " -XX:MaxNewSize=" + NEW_MIB + "m" : "";
    return "-XX:TieredStopAtLevel=" + level + room;
  }

  /**
   * @param project the project's own folder of specs
   */
  static int of(List<String> args, Path project) {
    Set<String> words = new HashSet<>();
    Path spec = project;
    boolean hasCommand = false;
    for (String arg : args) {
      words.addAll(List.of(arg.split("=", 2)));
      hasCommand |= !arg.startsWith("-");
    }
    for (int i = 0; i < args.size(); i++) {
      if (args.get(i).startsWith("--spec=")) {
        spec = Path.of(args.get(i).substring("--spec=".length()));
      } else if (args.get(i).equals("--spec") && i + 1 < args.size()) {
        spec = Path.of(args.get(i + 1));
      }
    }
    if (!hasCommand && words.stream().noneMatch(SHORT::contains)) {
      return FULL;
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
