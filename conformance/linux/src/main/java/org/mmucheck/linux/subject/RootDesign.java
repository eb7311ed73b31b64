package org.mmucheck.linux.subject;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mmucheck.linux.lab.Shape;
import org.mmucheck.value.Value;

/**
 * What the constants of a model of {@code RootLifetime.tla} say about the scene.
 *
 * @param zappers tasks that make a fast zap
 * @param root the root that all vCPUs have loaded at first; empty if they have none
 * @param mapped the frames that it maps
 * @param range the frames that a notifier takes away
 */
record RootDesign(
    List<String> vcpus,
    List<String> notifiers,
    List<String> zappers,
    int frames,
    List<String> root,
    Set<Integer> mapped,
    Set<Integer> range) {
  /** All frames are in one memslot. */
  private static final int FRAMES_PER_SLOT = 8;

  static RootDesign of(Map<String, Value> constants) {
    return new RootDesign(
        names(constants, "Vcpu"),
        names(constants, "Notifier"),
        names(constants, "Zapper"),
        set(constants, "Gfn").elements().size(),
        names(constants, "RootsAtStart"),
        numbers(constants, "MappedAtStart"),
        numbers(constants, "NotifierRange"));
  }

  /**
   * A fast zap needs a task that is no vCPU; one that could take pages away as well is good. There
   * is always one, since a scene without a root begins with a fast zap.
   */
  Shape shape() {
    int others = Math.max(1, notifiers.size() + zappers.size());
    return new Shape(vcpus.size(), others, frames, FRAMES_PER_SLOT);
  }

  private static Value.SetOf set(Map<String, Value> constants, String name) {
    if (constants.get(name) instanceof Value.SetOf set) {
      return set;
    }
    throw new IllegalArgumentException("the model has no set " + name);
  }

  private static List<String> names(Map<String, Value> constants, String name) {
    return set(constants, name).elements().stream().map(of -> ((Value.Text) of).value()).toList();
  }

  private static Set<Integer> numbers(Map<String, Value> constants, String name) {
    return set(constants, name).elements().stream()
        .map(of -> Math.toIntExact(((Value.Int) of).value()))
        .collect(Collectors.toSet());
  }
}
