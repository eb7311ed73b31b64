package org.mmucheck.tlc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mmucheck.trace.Trace;

/** What TLC prints in a terminal, with the counterexample that it ends with. */
public final class TlcText {
  private static final Pattern FIRST = Pattern.compile("(?m)^(State )?1: <.*>\\s*$");
  private static final Pattern PROPERTY =
      Pattern.compile("(?m)^Error: (?:Invariant|Action property|Temporal property) (\\w+) ");
  private static final Pattern BACK = Pattern.compile("^(Back to state|\\d+: Back to state).*");

  private TlcText() {}

  /**
   * The counterexample in a file of TLC's output; empty if the file is none, or has none. Its meta
   * data names the property where TLC does, and nothing else.
   */
  public static Optional<Trace> read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      return Optional.empty(); // whoever reads it as something else says what is wrong with it
    }
    Matcher first = FIRST.matcher(text);
    if (!first.find()) {
      return Optional.empty();
    }
    Matcher property = PROPERTY.matcher(text);
    String broken = property.find() ? property.group(1) : "";
    ReportedTrace reported = new ReportedTrace();
    for (String block : text.substring(first.start()).split("\\R\\s*\\R")) {
      if (BACK.matcher(block).matches()) {
        reported.back(block);
      } else {
        reported.state(block);
      }
    }
    return reported.behaviour().map(behaviour -> trace(behaviour, broken));
  }

  /** A cycle ends with a copy of its first state, so that the trace names the step to it. */
  private static Trace trace(TlcResult.Behaviour behaviour, String property) {
    List<Trace.Step> steps = new ArrayList<>();
    for (int i = 0; i < behaviour.states().size(); i++) {
      steps.add(new Trace.Step(behaviour.actions().get(i), behaviour.states().get(i)));
    }
    OptionalInt loop = behaviour.loop();
    if (behaviour.closing() != null && loop.isPresent()) {
      int first = loop.getAsInt();
      steps.add(new Trace.Step(behaviour.closing(), behaviour.states().get(first)));
      loop = OptionalInt.of(first + 1);
    }
    return new Trace(
        new Trace.Meta("", "", property, "", "", ""),
        behaviour.states().getFirst().vars(),
        steps,
        loop);
  }
}
