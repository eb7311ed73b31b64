package org.mmucheck.tlc;

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
  private static final Pattern OUTPUT =
      Pattern.compile("(?m)^TLC2 Version |^Model checking completed|^Finished computing initial");

  /** What surrounds each message with {@code -tool}. */
  private static final Pattern MESSAGE = Pattern.compile("(?m)^@!@!@(START|END)MSG .*$");

  private static final Pattern PROPERTY =
      Pattern.compile(
          "(?m)^(?:Error: )?(?:Invariant|Property|Action property|Temporal property) (\\w+) "
              + "(?:is|was) violated");
  private static final Pattern DEADLOCK = Pattern.compile("(?m)^(?:Error: )?Deadlock reached");

  /** The whole behaviour where its first state is bad. */
  private static final Pattern BY_INITIAL =
      Pattern.compile("(?m) violated by the initial state:[ \\t]*\\R");

  /** What may follow the last state without a blank line between. */
  private static final Pattern AFTER =
      Pattern.compile(
          "(?m)^(?:\\d[\\d,]* states generated|The depth of|Finished (?:in|computing)|Error:"
              + " |Worker: |\"CounterExample)[^\\x00]*");

  private static final Pattern BACK = Pattern.compile("^(Back to state|\\d+: Back to state).*");

  private TlcText() {}

  /** Whether a text has an error trace as TLC prints it. */
  public static boolean isOne(String text) {
    return FIRST.matcher(text).find() || BY_INITIAL.matcher(text).find();
  }

  /** Whether a text is TLC's output, with an error trace or without. */
  public static boolean isOutput(String text) {
    return OUTPUT.matcher(text).find();
  }

  /**
   * The error trace in TLC's output; empty if it has none. Its meta data names the property where
   * TLC does, and nothing else.
   */
  public static Optional<Trace> read(String output) {
    String text = MESSAGE.matcher(output).replaceAll("\n");
    ReportedTrace reported = new ReportedTrace();
    Matcher first = FIRST.matcher(text);
    Matcher initial = BY_INITIAL.matcher(text);
    if (first.find()) {
      for (String block : blocks(text.substring(first.start()))) {
        if (BACK.matcher(block).matches()) {
          reported.back(block);
        } else {
          reported.state(block);
        }
      }
    } else if (initial.find()) {
      reported.initial(blocks(text.substring(initial.end()))[0]);
    }
    return reported.behaviour().map(behaviour -> trace(behaviour, property(text)));
  }

  private static String[] blocks(String text) {
    return AFTER.matcher(text).replaceFirst("").split("\\R(?:[ \\t]*\\R)+");
  }

  private static String property(String text) {
    Matcher property = PROPERTY.matcher(text);
    if (property.find()) {
      return property.group(1);
    }
    return DEADLOCK.matcher(text).find() ? "deadlock" : "";
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
