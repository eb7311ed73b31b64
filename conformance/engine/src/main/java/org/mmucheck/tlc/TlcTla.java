package org.mmucheck.tlc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.TlaText;
import org.mmucheck.value.Value;

/**
 * A counterexample as TLC writes it with {@code -dumpTrace tla} (1.8.0 and newer; TLC's {@code
 * _TLAPlusCounterExample.tla}): a module with one definition, a record of the set of the numbered
 * states and of the set of the actions between two of them. Values are exact; the module names
 * neither the model nor the broken property.
 */
public final class TlcTla {
  private static final Pattern DEFINITION =
      Pattern.compile("(?m)^\\s*CounterExample\\s*==\\s*(.*?)\\s*(?=^={4,}|\\z)", Pattern.DOTALL);
  private static final Trace.Meta NOTHING = new Trace.Meta("", "", "", "", "", "");

  private final String file;
  private final List<State> states = new ArrayList<>();
  private final List<@Nullable ActionInstance> actions = new ArrayList<>();
  private OptionalInt loop = OptionalInt.empty();
  private @Nullable ActionInstance closing;

  private TlcTla(String file) {
    this.file = file;
  }

  /** Whether a text looks like one. */
  public static boolean isOne(String text) {
    return DEFINITION.matcher(text).find();
  }

  /**
   * Reads a trace.
   *
   * @param file where it comes from, for messages
   * @throws InputException if it is malformed, or has a value that is not written out
   */
  public static Trace read(String file, String text) {
    Matcher definition = DEFINITION.matcher(text);
    if (!definition.find()) {
      throw new InputException(file, "", "has no definition of CounterExample");
    }
    TlcTla trace = new TlcTla(file);
    Value value =
        TlaText.value(definition.group(1))
            .orElseThrow(
                () -> trace.wrong("", "has a value that is cut short, or not written out"));
    if (!(value instanceof Value.Rec record)) {
      throw trace.wrong("", "expected a record");
    }
    trace.readStates(elements(record, "state"));
    trace.readActions(elements(record, "action"));
    return trace.trace();
  }

  private void readStates(List<Value> entries) {
    for (Value entry : entries) { // in the order of their numbers, as sets of tuples are
      String at = ".state[" + (states.size() + 1) + "]";
      List<Value> pair = entry instanceof Value.Seq tuple ? tuple.elements() : List.of();
      if (pair.size() != 2 || !(pair.getLast() instanceof Value.Rec values)) {
        throw wrong(at, "expected <<number, state>>");
      }
      if (!pair.getFirst().equals(Value.of(states.size() + 1))) {
        throw wrong(at, "expected the number " + (states.size() + 1));
      }
      List<String> vars =
          states.isEmpty() ? List.copyOf(values.fields().keySet()) : states.getFirst().vars();
      if (!List.copyOf(values.fields().keySet()).equals(vars)) {
        throw wrong(at, "its variables are not those of the first state");
      }
      states.add(new State(vars, values.fields().values().toArray(Value[]::new)));
      actions.add(null);
    }
    if (states.isEmpty()) {
      throw wrong(".state", "is empty");
    }
  }

  private void readActions(List<Value> entries) {
    for (Value entry : entries) {
      List<Value> triple = entry instanceof Value.Seq tuple ? tuple.elements() : List.of();
      if (triple.size() != 3 || !(triple.get(1) instanceof Value.Rec named)) {
        throw wrong(".action", "expected <<state, action, state>>");
      }
      int source = number(triple.get(0));
      int target = number(triple.get(2));
      ActionInstance action = action(named);
      if (target == source + 1) {
        actions.set(target - 1, action);
      } else if (source == states.size() && target <= source && loop.isEmpty()) {
        loop = OptionalInt.of(target - 1);
        closing = target == source ? null : action; // the end of it: nothing happens any more
      } else {
        throw wrong(".action", "no step of the trace leads from state " + source + " to " + target);
      }
    }
    for (int i = 1; i < states.size(); i++) {
      if (actions.get(i) == null) {
        throw wrong(".action", "no action leads to state " + (i + 1));
      }
    }
  }

  private ActionInstance action(Value.Rec named) {
    Value name = named.fields().get("name");
    if (!(name instanceof Value.Text(String text))) {
      throw wrong(".action", "expected the name of an action");
    }
    Map<String, Value> args = new LinkedHashMap<>();
    if (named.fields().get("parameters") instanceof Value.Seq parameters
        && named.fields().get("context") instanceof Value.Rec context) {
      for (Value parameter : parameters.elements()) {
        Value value =
            parameter instanceof Value.Text(String key) ? context.fields().get(key) : null;
        if (value == null) {
          throw wrong(".action", "no value for the parameter " + parameter + " of " + text);
        }
        args.put(((Value.Text) parameter).value(), value);
      }
    }
    return new ActionInstance(text, args);
  }

  private int number(Value state) {
    Value number =
        state instanceof Value.Seq pair && !pair.elements().isEmpty()
            ? pair.elements().getFirst()
            : state;
    if (!(number instanceof Value.Int(long n)) || n < 1 || n > states.size()) {
      throw wrong(".action", "expected a state with its number, from 1 to " + states.size());
    }
    return (int) n;
  }

  /** A cycle ends with a copy of its first state, so that the trace names the step to it. */
  private Trace trace() {
    List<Trace.Step> steps = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      steps.add(new Trace.Step(actions.get(i), states.get(i)));
    }
    if (loop.isPresent() && closing != null) {
      steps.add(new Trace.Step(closing, states.get(loop.getAsInt())));
      loop = OptionalInt.of(loop.getAsInt() + 1);
    }
    return new Trace(NOTHING, states.getFirst().vars(), steps, loop);
  }

  private static List<Value> elements(Value.Rec record, String field) {
    return record.fields().get(field) instanceof Value.SetOf set
        ? List.copyOf(set.elements())
        : List.of();
  }

  private InputException wrong(String at, String reason) {
    return new InputException(file, "CounterExample" + at, reason);
  }
}
