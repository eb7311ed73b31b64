package org.mmucheck.kvm;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mmucheck.model.Step;
import org.mmucheck.subject.Actions;
import org.mmucheck.subject.StepNames;

/** Every action of the KVM specs by its name there: a {@link Step}, or what is none. */
final class KvmActions {
  /**
   * @param column whose column the action is in; empty if the first argument says it
   */
  private record Known(String column, String caption) {}

  private static final Map<String, Known> BY_NAME = byName();

  private KvmActions() {}

  /** All names, sorted. */
  static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  /** Those actions of a spec that the code knows, by what takes them. */
  static Actions of(Set<String> spec) {
    return new Actions(
        Arrays.stream(Environment.values()).map(e -> e.action).filter(spec::contains).toList(),
        Arrays.stream(Start.values()).map(start -> start.action).filter(spec::contains).toList(),
        points(spec));
  }

  /** The schedule points that a spec distinguishes: it has an action of that name. */
  static Set<Step> points(Set<String> spec) {
    EnumSet<Step> points = EnumSet.allOf(Step.class);
    points.removeIf(step -> !spec.contains(StepNames.inSpec(step)));
    return Set.copyOf(points);
  }

  /** What happens, in the kernel's words; the name itself of an action that the code lacks. */
  static String caption(String action) {
    Known known = BY_NAME.get(action);
    return known == null ? action : known.caption;
  }

  /** The column of an action that is in the same for all its arguments; empty for any other. */
  static String column(String action) {
    Known known = BY_NAME.get(action);
    return known == null ? "" : known.column;
  }

  private static Map<String, Known> byName() {
    Map<String, Known> all = new TreeMap<>();
    Stream.of(Step.values()).forEach(s -> all.put(StepNames.inSpec(s), new Known("", s.caption())));
    Stream.of(Start.values()).forEach(s -> all.put(s.action, new Known("", s.caption)));
    Stream.of(Environment.values()).forEach(e -> all.put(e.action, new Known(e.column, e.caption)));
    return all;
  }
}
