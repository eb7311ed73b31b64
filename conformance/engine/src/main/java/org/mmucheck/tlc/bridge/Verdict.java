package org.mmucheck.tlc.bridge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.tlc.TlcResult.Behaviour;
import tlc2.output.EC;
import tlc2.output.OutputCollector;
import tlc2.tool.Action;
import tlc2.tool.TLCState;
import tlc2.tool.impl.FastTool;

/** Reads how a run ended out of TLC's messages. */
final class Verdict {
  /** As TLC writes an action in front of a state: {@code <Enter line 9, col 3 to ...>}. */
  private static final Pattern NAME = Pattern.compile("^<(\\S+) line ");

  private final Messages messages;

  Verdict(Messages messages) {
    this.messages = messages;
  }

  /**
   * TLC's exit code. TLC itself returns 255 for many expressions that it cannot evaluate, and 13
   * for an action property that it cannot evaluate.
   *
   * @param result what the model checker returned
   */
  int exitCode(int result) {
    if (reported(EC.TLC_VALUE_ASSERT_FAILED)) {
      return EC.ExitStatus.VIOLATION_ASSERT;
    }
    if (reported(EC.TLC_INVARIANT_EVALUATION_FAILED)) {
      return EC.ExitStatus.FAILURE_SAFETY_EVAL;
    }
    if (reported(EC.TLC_ACTION_PROPERTY_EVALUATION_FAILED)) {
      return EC.ExitStatus.FAILURE_LIVENESS_EVAL;
    }
    if (reported(EC.TLC_NESTED_EXPRESSION)) {
      return EC.ExitStatus.FAILURE_SPEC_EVAL;
    }
    return EC.ExitStatus.errorConstantToExitStatus(result);
  }

  /**
   * The violated property, as the configuration calls it. Of several temporal properties TLC does
   * not say which: it is the first that TLC's lasso breaks.
   */
  @Nullable String property(FastTool tool, Properties properties) {
    List<TLCState> seen = seenStates();
    Predicate<Action> breaksState =
        conjunct -> !seen.isEmpty() && !tool.isValid(conjunct, seen.getLast());
    Predicate<Action> breaksStep =
        conjunct ->
            seen.size() > 1 && !tool.isValid(conjunct, seen.get(seen.size() - 2), seen.getLast());
    return named(EC.TLC_INVARIANT_VIOLATED_INITIAL, EC.TLC_INVARIANT_VIOLATED_BEHAVIOR)
        .map(name -> properties.invariantThatTlcCalls(name, breaksState))
        .or(
            () ->
                named(EC.TLC_PROPERTY_VIOLATED_INITIAL)
                    .map(name -> properties.initialThatTlcCalls(name, breaksState)))
        .or(
            () ->
                named(EC.TLC_ACTION_PROPERTY_VIOLATED_BEHAVIOR)
                    .map(name -> properties.stepThatTlcCalls(name, breaksStep)))
        .orElseGet(() -> temporal(tool, properties, seen));
  }

  private Optional<String> named(int... codes) {
    return Arrays.stream(codes)
        .mapToObj(code -> messages.first(code).orElse(List.of()))
        .filter(parts -> !parts.isEmpty())
        .map(List::getFirst)
        .findFirst();
  }

  private @Nullable String temporal(FastTool tool, Properties properties, List<TLCState> seen) {
    if (!reported(EC.TLC_TEMPORAL_PROPERTY_VIOLATED)) {
      return null;
    }
    Set<String> temporal = properties.temporal();
    if (temporal.size() == 1) {
      return temporal.iterator().next();
    }
    OptionalInt loop = loop(seen.size());
    TLCState[] states = seen.toArray(TLCState[]::new);
    return temporal.stream()
        .filter(name -> loop.isPresent())
        .filter(name -> Lasso.breaks(properties.temporal(name), tool, states, loop.getAsInt()))
        .findFirst()
        .orElse(null);
  }

  /** The index of the state that follows the last one of a lasso. */
  private OptionalInt loop(int states) {
    List<String> back = messages.first(EC.TLC_BACK_TO_STATE).orElse(List.of());
    if (!back.isEmpty()) {
      return OptionalInt.of(Integer.parseInt(back.get(0)) - 1);
    }
    return messages.states().stream().anyMatch(each -> each.code() == EC.TLC_STATE_PRINT3)
        ? OptionalInt.of(states - 1) // stuttering
        : OptionalInt.empty();
  }

  /** The states that TLC has shown, or the initial state that alone breaks something. */
  private List<TLCState> seenStates() {
    List<TLCState> states = new ArrayList<>();
    for (Messages.Reported reported : messages.states()) {
      if (reported.code() == EC.TLC_STATE_PRINT2) {
        states.add(reported.state().state);
      }
    }
    TLCState initial = OutputCollector.getInitialState();
    if (states.isEmpty() && initial != null) {
      states.add(initial);
    }
    return states;
  }

  /** TLC's counterexample, for people to read. */
  Behaviour errorTrace(FastTool tool) {
    StateBridge bridge = StateBridge.forReaders(tool);
    List<TLCState> states = new ArrayList<>();
    List<String> told = new ArrayList<>();
    for (Messages.Reported reported : messages.states()) {
      if (reported.code() == EC.TLC_STATE_PRINT2) {
        states.add(reported.state().state);
        told.add(String.valueOf(reported.state().info));
      }
    }
    OptionalInt loop = loop(states.size());
    TLCState initial = OutputCollector.getInitialState();
    if (states.isEmpty() && initial != null) {
      states.add(initial); // an initial state that breaks a property
      told.add("");
    }
    StepLabels labels = new StepLabels(tool, bridge.values());
    boolean isCycle = loop.isPresent() && loop.getAsInt() < states.size() - 1;
    return new Behaviour(
        states.stream().map(bridge::fromTlc).toList(),
        labels(states, told, labels),
        isCycle ? label(states.getLast(), states.get(loop.getAsInt()), "", labels) : null,
        loop);
  }

  private static List<@Nullable ActionInstance> labels(
      List<TLCState> states, List<String> told, StepLabels labels) {
    List<@Nullable ActionInstance> actions = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      actions.add(i == 0 ? null : label(states.get(i - 1), states.get(i), told.get(i), labels));
    }
    return actions;
  }

  /** What TLC says of the step where its action cannot be found again. */
  private static ActionInstance label(TLCState from, TLCState to, String told, StepLabels labels) {
    ActionInstance found = labels.of(from, to);
    if (found != null) {
      return found;
    }
    Matcher name = NAME.matcher(told);
    return new ActionInstance(name.find() ? name.group(1) : told, Map.of());
  }

  private boolean reported(int code) {
    return messages.first(code).isPresent();
  }
}
