package org.mmucheck.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mmucheck.input.InputException;
import org.mmucheck.log.RecordedStep;
import org.mmucheck.log.Recording;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;

/** Reads a recording in the words of a spec. */
public final class Meaning {
  private final Spec spec;
  private final Recording recording;
  private final Set<String> names;
  private final Map<String, List<ActionInstance>> byName = new LinkedHashMap<>();

  private Meaning(Spec spec, Recording recording) {
    this.spec = spec;
    this.recording = recording;
    names = ActionInstance.names(spec.actions());
    spec.actions()
        .forEach(
            action ->
                byName.computeIfAbsent(action.action(), name -> new ArrayList<>()).add(action));
  }

  /**
   * @throws InputException if the recording names an action, an argument or a variable that the
   *     spec has not, or that its header does not announce
   */
  public static EventLog of(Recording recording, Spec spec) {
    return new Meaning(spec, recording).log();
  }

  private EventLog log() {
    for (String observed : recording.header().observes()) {
      if (!names.contains(observed)) {
        throw wrong(1, "observes " + observed + ", which is no action of the spec");
      }
    }
    return new EventLog(
        recording.file(),
        recording.header().observes(),
        recording.steps().stream().map(this::event).toList());
  }

  private LogEvent event(RecordedStep step) {
    List<ActionInstance> candidates = new ArrayList<>();
    for (String action : step.actions()) {
      if (!names.contains(action)) {
        throw wrong(step.line(), "unknown event: " + action + " is no action of the spec");
      }
      if (!recording.header().observes().contains(action)) {
        throw wrong(step.line(), "the log's first line does not say that it observes " + action);
      }
      requireParameters(action, step);
      byName.getOrDefault(action, List.of()).stream()
          .filter(instance -> agrees(instance, step))
          .forEach(candidates::add);
    }
    if (candidates.isEmpty()) {
      throw wrong(
          step.line(),
          "no "
              + String.join(" or ", step.actions())
              + " of the spec has the arguments "
              + step.args()
              + "; its constants, in line 1 or else the model's, have other sets");
    }
    return new LogEvent(
        step.line(),
        step.task(),
        step.begin(),
        step.end(),
        said(step),
        candidates,
        step.after().stream().map(written -> fact(step, written)).toList());
  }

  private void requireParameters(String action, RecordedStep step) {
    List<ActionInstance> instances = byName.getOrDefault(action, List.of());
    for (String name : step.args().keySet()) {
      if (!instances.isEmpty()
          && instances.stream().noneMatch(each -> each.args().containsKey(name))) {
        Set<String> known = instances.getFirst().args().keySet();
        throw wrong(
            step.line(),
            action
                + " has no parameter "
                + name
                + "; it has "
                + (known.isEmpty() ? "none" : String.join(", ", known)));
      }
    }
  }

  private static boolean agrees(ActionInstance instance, RecordedStep step) {
    return step.args().entrySet().stream()
        .allMatch(arg -> arg.getValue().equals(instance.args().get(arg.getKey())));
  }

  private Fact fact(RecordedStep step, RecordedStep.Written written) {
    if (!spec.vars().contains(written.of())) {
      throw wrong(
          step.line(),
          written.of() + " is no variable of the spec; it has " + String.join(", ", spec.vars()));
    }
    return new Fact(written.of(), written.at(), written.is());
  }

  private static String said(RecordedStep step) {
    return new ActionInstance(String.join(" or ", step.actions()), step.args()).toString();
  }

  private InputException wrong(int line, String reason) {
    return new InputException(recording.file(), "line " + line, reason);
  }
}
