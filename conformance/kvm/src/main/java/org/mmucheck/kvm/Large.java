package org.mmucheck.kvm;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.mmucheck.value.Value;

/**
 * How many tasks, frames and pages a run of free threads has, where a model has one or two. A kind
 * of task that the model is without stays away, since the design may know nothing of it.
 */
final class Large {
  private static final Map<String, Integer> TASKS =
      Map.ofEntries(
          Map.entry("Vcpu", 8),
          Map.entry("Notifier", 4),
          Map.entry("Zapper", 2),
          Map.entry("Worker", 2),
          Map.entry("Walker", 2),
          Map.entry("Root", 8),
          Map.entry("Refresher", 2),
          Map.entry("Recoverer", 2),
          Map.entry("User", 4));

  /** Where a module admits no more. */
  private static final Map<String, Integer> MOST_TASKS =
      Map.of(
          "KvmMmu.Zapper", 1,
          "ZapGfnRange.Zapper", 1,
          "HugeFault.Vcpu", 1,
          "HugeFault.Notifier", 1,
          "VmLifetime.Vcpu", 1,
          "VmLifetime.Root", 1,
          "NxRecovery.Worker", 1,
          "NxRecovery.Zapper", 1,
          "MirrorRoots.Zapper", 1);

  /** Of the root protocol every model has a part; a run has all of it. */
  private static final String ROOTS = "RootLifetime";

  /** What a model may forbid for the sake of its argument, and threads do all the same. */
  private static final String[] CHANCES = {"EndMidway", "EndMidRefresh"};

  private static final int FRAMES = 16;

  /** The most frames that a module admits, where that is fewer. */
  private static final Map<String, Integer> MOST_FRAMES =
      Map.of(
          "NotifierFault",
          6,
          "GuestMap",
          4,
          "MemslotUpdate",
          3,
          "GfnToPfnCache",
          3,
          "KvmMmu",
          3,
          "ZapGfnRange",
          3,
          "RootLifetime",
          8);

  /** Frames have a page each, and some are left. */
  private static final Map<String, Integer> PAGES =
      Map.of(
          "NotifierFault", 6, "GuestMap", 6, "MemslotUpdate", 4, "GfnToPfnCache", 4, "KvmMmu", 4);

  /** So many operations that no run uses them up. */
  private static final Value UNLIMITED = Value.of(1_000_000);

  private static final String[] BUDGETS = {
    "Faults",
    "Invalidations",
    "Loads",
    "Maps",
    "Uses",
    "Refreshes",
    "Updates",
    "Changes",
    "Recoveries"
  };

  private Large() {}

  static Map<String, Value> of(String module, Map<String, Value> constants) {
    Map<String, Value> large = new HashMap<>(constants);
    TASKS.forEach(
        (name, count) ->
            large.computeIfPresent(
                name, (n, few) -> tasks(few, MOST_TASKS.getOrDefault(module + "." + n, count))));
    int frames = MOST_FRAMES.getOrDefault(module, FRAMES);
    large.computeIfPresent("Gfn", (name, few) -> frames(few, frames));
    large.computeIfPresent("Pages", (name, few) -> Value.of(PAGES.getOrDefault(module, FRAMES)));
    for (String budget : BUDGETS) {
      large.computeIfPresent(
          budget,
          (name, few) -> few.equals(Value.of(0)) && !module.equals(ROOTS) ? few : UNLIMITED);
    }
    if (module.equals(ROOTS)) {
      // Its faults ask whether an invalidation is open, not of what: all are of all frames.
      large.put("NotifierRange", constants(large, "Gfn"));
      large.put("MappedAtStart", constants(large, "Gfn"));
    }
    for (String chance : CHANCES) {
      large.computeIfPresent(chance, (name, forbidden) -> Value.of(true));
    }
    return large;
  }

  private static Value constants(Map<String, Value> of, String name) {
    return Objects.requireNonNull(of.get(name), name);
  }

  /** Tasks named as those that there are. */
  private static Value tasks(Value few, int count) {
    if (!(few instanceof Value.SetOf set) || set.elements().isEmpty()) {
      return few;
    }
    SortedSet<Value> more = new TreeSet<>(set.elements());
    String letter = set.elements().first().toString().replaceAll("[0-9]+$", "");
    for (int i = 0; more.size() < count; i++) {
      more.add(Value.of(letter + i));
    }
    return new Value.SetOf(more);
  }

  private static Value frames(Value few, int count) {
    return few instanceof Value.SetOf set && set.elements().size() < count
        ? Value.set(IntStream.range(0, count).mapToObj(Value::of).toList())
        : few;
  }
}
