package org.mmucheck.conform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.graph.TransitionGraph;

/** What is asked of the code once in each state: to refuse all that the spec disables there. */
final class Arrival {
  private static final int MOST_DIFFERENCES = 8;

  private final Setting setting;
  private final boolean[] enabled;
  private final int[] possible;

  long refusedByControl;
  long refusedAttempted;

  Arrival(Setting setting) {
    this.setting = setting;
    this.enabled = new boolean[setting.actions.size()];
    this.possible = new int[setting.actions.size()];
  }

  /**
   * Has the code refuse every disabled action instance.
   *
   * @param fingerprint of the code in this state
   * @param counts whether the refusals count
   * @return null if it refuses all and none of it changes anything; of what changes, no more is
   *     known than that something did
   */
  @Nullable Finding refuseAll(Visit visit, int state, long fingerprint, boolean counts) {
    int disabled = enabled.length - mark(state, true);
    int attempted = 0;
    Finding finding = null;
    int count = visit.possible(possible);
    for (int i = 0; i < count && finding == null; i++) {
      if (!enabled[possible[i]]) {
        attempted++;
        finding = visit.refuse(possible[i]);
      }
    }
    mark(state, false);
    if (finding == null && attempted > 0 && visit.fingerprint() != fingerprint) {
      return Finding.of(Divergence.Kind.CHANGED, -1, "", "", "");
    }
    if (counts) {
      refusedByControl += disabled - attempted;
      refusedAttempted += attempted;
    }
    return finding;
  }

  /** Finds out, on a visit of its own, which refusal changes what. */
  Finding changed(Visit visit, int state, long fingerprint) {
    mark(state, true);
    try {
      int count = visit.possible(possible);
      for (int i = 0; i < count; i++) {
        int action = possible[i];
        if (enabled[action]) {
          continue;
        }
        List<String> before = visit.describe();
        Finding finding = visit.refuse(action);
        if (finding != null) {
          return finding;
        }
        if (visit.fingerprint() != fingerprint) {
          List<String[]> changes = changes(before, visit.describe());
          String[] change = changes.isEmpty() ? new String[] {"identity", "", ""} : changes.get(0);
          return Finding.of(Divergence.Kind.CHANGED, action, change[0], change[1], change[2]);
        }
      }
    } finally {
      mark(state, false);
    }
    return Finding.of(
        Divergence.Kind.UNREPEATABLE, -1, "refusal", "changes nothing", "once changed something");
  }

  /** Which lines {@code path = value} differ: path, first value, second value. */
  static List<String[]> changes(List<String> first, List<String> second) {
    Map<String, String> before = new HashMap<>();
    first.forEach(line -> before.put(path(line), value(line)));
    List<String[]> changes = new ArrayList<>();
    for (String line : second) {
      String was = before.remove(path(line));
      if (!value(line).equals(was) && changes.size() < MOST_DIFFERENCES) {
        changes.add(new String[] {path(line), was == null ? "none" : was, value(line)});
      }
    }
    before.forEach(
        (path, was) -> {
          if (changes.size() < MOST_DIFFERENCES) {
            changes.add(new String[] {path, was, "none"});
          }
        });
    return changes;
  }

  private static String path(String line) {
    return line.substring(0, line.indexOf(" = "));
  }

  private static String value(String line) {
    return line.substring(line.indexOf(" = ") + 3);
  }

  /** Marks what the spec enables in a state, or takes the marks away; how many they are. */
  private int mark(int state, boolean on) {
    TransitionGraph graph = setting.graph;
    int first = graph.firstTransition(state);
    int end = graph.firstTransition(state + 1);
    for (int t = first; t < end; t++) {
      enabled[graph.label(t)] = on;
    }
    return end - first;
  }
}
