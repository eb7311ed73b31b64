package org.mmucheck.linux.subject;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mmucheck.linux.lab.Shape;
import org.mmucheck.value.Value;

/**
 * What the constants of a model of {@code GfnToPfnCache.tla} say about the scene.
 *
 * @param frames frames that the cache may be for
 * @param pages how many of them have a page at first
 * @param invalidations of each notifier
 * @param inMemslot whether a memslot covers the frames
 */
record GpcDesign(
    List<String> users,
    List<String> refreshers,
    List<String> owners,
    List<String> notifiers,
    int frames,
    int pages,
    int invalidations,
    boolean startActive,
    boolean inMemslot) {
  /** All frames are in one memslot. */
  private static final int FRAMES_PER_SLOT = 8;

  private static final int COMMON_TASKS = 4;
  private static final int COMMON_FRAMES = 2;

  /** What a kernel does right, whatever the model says. */
  private static final Set<String> RULES =
      Set.of(
          "RetryByActive",
          "ValidLast",
          "SerialiseRefresh",
          "RefreshTestsActive",
          "CheckTestsActive",
          "SwitchLocksRefresh",
          "LowerActiveLast",
          "PutReusedPfn",
          "PutOnce",
          "KeepReusedKhva",
          "UnmapReplaced",
          "HookInvalidates");

  /**
   * @throws IllegalArgumentException if the model has what no scene has
   */
  static GpcDesign of(Map<String, Value> constants) {
    if (flag(constants, "Endless")) {
      throw new IllegalArgumentException("no scene on Linux has endless invalidations");
    }
    List<String> notifiers = names(constants, "Notifier");
    if (notifiers.size() > 1) {
      throw new IllegalArgumentException(
          "no scene on Linux has two notifiers and a cache: one waits for the other's spin locks");
    }
    return new GpcDesign(
        names(constants, "User"),
        names(constants, "Refresher"),
        names(constants, "Owner"),
        notifiers,
        set(constants, "Gfn").elements().size(),
        integer(constants, "Pages"),
        integer(constants, "Invalidations"),
        flag(constants, "StartActive"),
        flag(constants, "InMemslot"));
  }

  /**
   * A model's bounds with the rules that a kernel follows.
   *
   * @param countsEnds whether it counts the invalidations that have ended for its caches alone
   */
  static Map<String, Value> withRules(Map<String, Value> constants, boolean countsEnds) {
    Map<String, Value> all = new HashMap<>(constants);
    RULES.forEach(rule -> all.put(rule, Value.of(true)));
    all.put("Cure", Value.of(countsEnds ? "count" : "none"));
    return all;
  }

  /** Those who refresh the cache, the first of them on the CPU of the vCPU that it belongs to. */
  List<String> workers() {
    List<String> all = new ArrayList<>(refreshers);
    all.addAll(owners);
    return all;
  }

  /**
   * A notifier has a task of the VMM for each of its invalidations. The VMM has some tasks and
   * frames more than most models, so that one machine serves them.
   */
  Shape shape() {
    int tasks = workers().size() + users.size() + notifiers.size() * invalidations;
    return new Shape(
        1, Math.max(tasks, COMMON_TASKS) - 1, Math.max(frames, COMMON_FRAMES), FRAMES_PER_SLOT);
  }

  private static Value value(Map<String, Value> constants, String name) {
    Value value = constants.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the model has no constant " + name);
    }
    return value;
  }

  private static boolean flag(Map<String, Value> constants, String name) {
    return value(constants, name).equals(Value.of(true));
  }

  private static int integer(Map<String, Value> constants, String name) {
    return Parts.number(value(constants, name));
  }

  private static Value.SetOf set(Map<String, Value> constants, String name) {
    return (Value.SetOf) value(constants, name);
  }

  private static List<String> names(Map<String, Value> constants, String name) {
    return set(constants, name).elements().stream().map(Parts::text).toList();
  }
}
