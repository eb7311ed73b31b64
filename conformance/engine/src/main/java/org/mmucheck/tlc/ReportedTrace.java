package org.mmucheck.tlc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.tlc.TlcResult.Behaviour;
import org.mmucheck.value.TlaText;
import org.mmucheck.value.Value;

/**
 * A counterexample as any TLC prints it, state by state. Newer versions write an action with its
 * arguments, {@code <Enter(p1) line 9, ...>}; older ones write its name.
 */
final class ReportedTrace {
  private static final Pattern HEAD =
      Pattern.compile("^\\s*(?:State )?(\\d+): <(.*?)(?: line \\d+, col .*)?>\\s*$");
  private static final Pattern STUTTERING = Pattern.compile("^\\s*(?:State )?(\\d+): Stuttering.*");
  private static final Pattern BACK =
      Pattern.compile(
          "^\\s*(?:Back to state )?(\\d+): (?:Back to state:? )?<(.*?)(?: line .*)?>.*");
  private static final Pattern CALL = Pattern.compile("^([^(]+)\\((.*)\\)$", Pattern.DOTALL);
  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "^(?:/\\\\ )?(\\w+) = (.*?)(?=^/\\\\ \\w+ = |\\z)", Pattern.DOTALL | Pattern.MULTILINE);

  private final List<State> states = new ArrayList<>();
  private final List<@Nullable ActionInstance> actions = new ArrayList<>();
  private OptionalInt loop = OptionalInt.empty();
  private @Nullable ActionInstance closing;

  /** Takes a state: a line with its number and action, then {@code /\ x = 1} for each variable. */
  void state(String text) {
    int end = text.indexOf('\n');
    String head = end < 0 ? text : text.substring(0, end);
    Matcher stuttering = STUTTERING.matcher(head);
    Matcher at = HEAD.matcher(head);
    if (stuttering.matches()) {
      loop = OptionalInt.of(states.size() - 1);
    } else if (end >= 0 && at.matches()) {
      actions.add(states.isEmpty() ? null : action(at.group(2)));
      states.add(assignments(text.substring(end + 1)));
    }
  }

  /** Takes an initial state that breaks a property: the state's lines alone. */
  void initial(String text) {
    actions.add(null);
    states.add(assignments(text));
  }

  /** Takes the line that closes a lasso, {@code 3: <Enter line 9, ...>}. */
  void back(String text) {
    Matcher at = BACK.matcher(text);
    if (at.find()) {
      loop = OptionalInt.of(Integer.parseInt(at.group(1)) - 1);
      closing = action(at.group(2));
    }
  }

  int length() {
    return states.size();
  }

  /** The whole behaviour; empty if TLC has printed none. */
  Optional<Behaviour> behaviour() {
    return states.isEmpty()
        ? Optional.empty()
        : Optional.of(new Behaviour(states, actions, closing, loop));
  }

  /** An action as TLC names it; where it writes arguments, they are numbered from 1. */
  private static ActionInstance action(String text) {
    Matcher call = CALL.matcher(text.strip());
    List<Value> values = call.matches() ? TlaText.list(call.group(2)).orElse(List.of()) : List.of();
    if (values.isEmpty()) {
      return new ActionInstance(text.strip(), Map.of());
    }
    Map<String, Value> args = new LinkedHashMap<>();
    for (Value value : values) {
      args.put(Integer.toString(args.size() + 1), value);
    }
    return new ActionInstance(call.group(1), args);
  }

  /** A value that is not written out is its text. */
  private static State assignments(String text) {
    List<String> vars = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    Matcher each = ASSIGNMENT.matcher(text);
    while (each.find()) {
      String value = each.group(2).strip();
      vars.add(each.group(1));
      values.add(TlaText.value(value).orElseGet(() -> Value.of(value.replaceAll("\\s+", " "))));
    }
    return new State(List.copyOf(vars), values.toArray(Value[]::new));
  }
}
