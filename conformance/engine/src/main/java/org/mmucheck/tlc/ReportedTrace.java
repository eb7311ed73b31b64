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
 * arguments, {@code <Enter(p1) line 9, ...>}; older ones write its name. With {@code -difftrace}
 * TLC prints of all states but the first only what differs from the state before.
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

  private static final int MOST_DIGITS = 9; // of a number that an int can hold

  private final List<State> states = new ArrayList<>();
  private final List<@Nullable ActionInstance> actions = new ArrayList<>();
  private OptionalInt loop = OptionalInt.empty();
  private @Nullable ActionInstance closing;
  private boolean isWhole; // a state has shown what is as it was before
  private @Nullable String fault;

  /** Takes a state: a line with its number and action, then {@code /\ x = 1} for each variable. */
  void state(String text) {
    int end = text.indexOf('\n');
    String head = end < 0 ? text : text.substring(0, end);
    Matcher stuttering = STUTTERING.matcher(head);
    Matcher at = HEAD.matcher(head);
    if (stuttering.matches()) {
      requireNext(stuttering.group(1));
      loop = OptionalInt.of(states.size() - 1);
    } else if (at.matches()) {
      requireNext(at.group(1));
      actions.add(states.isEmpty() ? null : action(at.group(2)));
      states.add(assignments(end < 0 ? "" : text.substring(end + 1)));
    } else if (ASSIGNMENT.matcher(text).lookingAt()) {
      blame("values stand apart from state " + states.size());
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
    if (!at.find()) {
      return;
    }
    int number = number(at.group(1));
    if (number < 1 || number > states.size()) {
      blame("there is no state " + at.group(1) + " to go back to");
      return;
    }
    loop = OptionalInt.of(number - 1);
    closing = action(at.group(2));
  }

  /**
   * The first thing that shows that this is not all that TLC has printed; empty if nothing does.
   */
  Optional<String> fault() {
    return Optional.ofNullable(fault);
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
  private State assignments(String text) {
    Map<String, Value> shown = new LinkedHashMap<>();
    Matcher each = ASSIGNMENT.matcher(text);
    while (each.find()) {
      String value = each.group(2).strip();
      Value read = TlaText.value(value).orElseGet(() -> Value.of(value.replaceAll("\\s+", " ")));
      if (shown.put(each.group(1), read) != null) {
        blame(here() + " has two values for " + each.group(1));
      }
    }
    if (shown.isEmpty()) {
      blame(here() + " has no values");
    }
    return states.isEmpty()
        ? new State(List.copyOf(shown.keySet()), shown.values().toArray(Value[]::new))
        : following(states.getLast(), shown);
  }

  private State following(State before, Map<String, Value> shown) {
    shown.forEach(
        (name, value) -> {
          if (!before.vars().contains(name)) {
            blame(here() + " has a variable " + name + ", which the first has not");
          } else if (before.value(name).equals(value)) {
            isWhole = true;
          }
        });
    Value[] values = new Value[before.vars().size()];
    for (int i = 0; i < values.length; i++) {
      String name = before.vars().get(i);
      if (isWhole && !shown.containsKey(name)) {
        blame(here() + " has no value for " + name);
      }
      values[i] = shown.getOrDefault(name, before.value(i));
    }
    return new State(before.vars(), values);
  }

  private void requireNext(String number) {
    if (number(number) != states.size() + 1) {
      blame("state " + number + " stands where state " + (states.size() + 1) + " is due");
    }
  }

  private String here() {
    return "state " + (states.size() + 1);
  }

  private void blame(String reason) {
    fault = fault == null ? reason : fault;
  }

  private static int number(String digits) {
    return digits.length() > MOST_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }
}
