package org.mmucheck.tlc;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mmucheck.input.InputException;
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

  private static final Pattern BACK = Pattern.compile("^(Back to state|\\d+: Back to state)");
  private static final Pattern TEMPORAL = Pattern.compile("(?m)^(?:Error: )?Temporal propert");

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
   * The error trace in TLC's output. Its meta data names the property where TLC does, and nothing
   * else.
   *
   * @param file where it comes from, for messages
   * @throws InputException if it has none, or not all of what TLC prints
   */
  public static Trace read(String file, String output) {
    String text = MESSAGE.matcher(output).replaceAll("\n");
    ReportedTrace reported = new ReportedTrace();
    boolean isLasso = false;
    Matcher first = FIRST.matcher(text);
    Matcher initial = BY_INITIAL.matcher(text);
    if (first.find()) {
      isLasso = TEMPORAL.matcher(text.substring(0, first.start())).find();
      for (String block : blocks(text.substring(first.start()))) {
        if (BACK.matcher(block).find()) {
          reported.back(block);
        } else {
          reported.state(block);
        }
      }
    } else if (initial.find()) {
      reported.initial(blocks(text.substring(initial.end()))[0]);
    }
    TlcResult.Behaviour behaviour =
        reported.behaviour().orElseThrow(() -> cut(file, "no state is whole"));
    reported
        .fault()
        .ifPresent(
            fault -> {
              throw cut(file, fault);
            });
    if (isLasso && behaviour.loop().isEmpty()) {
      throw cut(file, "TLC ends a lasso with Back to state or Stuttering");
    }
    return trace(behaviour, property(text));
  }

  private static InputException cut(String file, String reason) {
    return new InputException(file, "", "has an error trace cut short or changed: " + reason);
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
