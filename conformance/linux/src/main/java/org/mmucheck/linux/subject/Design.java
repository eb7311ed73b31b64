package org.mmucheck.linux.subject;

import java.util.List;
import java.util.Map;
import org.mmucheck.linux.lab.Shape;
import org.mmucheck.value.Value;

/** What a model's constants say about the scene, and which of its steps are steps of their own. */
record Design(
    List<String> vcpus,
    List<String> notifiers,
    int frames,
    int framesPerSlot,
    int pages,
    int faults,
    int invalidations,
    boolean readsBefore,
    boolean filters) {
  private static final int COMMON_FRAMES = 3;

  /**
   * @throws IllegalArgumentException if the model has what no scene has
   */
  static Design of(Map<String, Value> constants) {
    if (!set(constants, "Copier").elements().isEmpty()
        || value(constants, "GupMayWait").equals(Value.of(true))) {
      throw new IllegalArgumentException("no scene on Linux has a GUP that copies or waits");
    }
    return new Design(
        names(constants, "Vcpu"),
        names(constants, "Notifier"),
        set(constants, "Gfn").elements().size(),
        integer(constants, "GfnsPerSlot"),
        integer(constants, "Pages"),
        integer(constants, "Faults"),
        integer(constants, "Invalidations"),
        value(constants, "Precheck").equals(Value.of("read")),
        value(constants, "FilterByRange").equals(Value.of(true)));
  }

  /** The VMM has some frames more than most models, so that one machine serves them. */
  Shape shape() {
    return new Shape(
        vcpus.size(), notifiers.size(), Math.max(frames, COMMON_FRAMES), framesPerSlot);
  }

  private static Value value(Map<String, Value> constants, String name) {
    Value value = constants.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the model has no constant " + name);
    }
    return value;
  }

  private static Value.SetOf set(Map<String, Value> constants, String name) {
    return (Value.SetOf) value(constants, name);
  }

  private static List<String> names(Map<String, Value> constants, String name) {
    return set(constants, name).elements().stream().map(of -> ((Value.Text) of).value()).toList();
  }

  private static int integer(Map<String, Value> constants, String name) {
    return Math.toIntExact(((Value.Int) value(constants, name)).value());
  }
}
