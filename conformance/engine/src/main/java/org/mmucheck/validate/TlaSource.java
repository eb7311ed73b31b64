package org.mmucheck.validate;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/** Values and action instances as a module writes them. */
final class TlaSource {
  private final Set<String> modelValues;

  /**
   * @param modelValues the texts that are model values; all others are strings
   */
  TlaSource(Set<String> modelValues) {
    this.modelValues = Set.copyOf(modelValues);
  }

  String text(Value value) {
    return switch (value) {
      case Value.Bool bool -> bool.toString();
      case Value.Int number -> number.toString();
      case Value.Text(String text) -> modelValues.contains(text) ? text : '"' + text + '"';
      case Value.Seq seq ->
          seq.elements().stream().map(this::text).collect(Collectors.joining(", ", "<<", ">>"));
      case Value.SetOf set ->
          set.elements().stream().map(this::text).collect(Collectors.joining(", ", "{", "}"));
      case Value.Rec rec ->
          rec.fields().entrySet().stream()
              .map(field -> field.getKey() + " |-> " + text(field.getValue()))
              .collect(Collectors.joining(", ", "[", "]"));
      case Value.Fcn function ->
          function.entries().entrySet().stream()
              .map(this::entry)
              .collect(Collectors.joining(" @@ ", "(", ")"));
    };
  }

  private String entry(Map.Entry<Value, Value> entry) {
    return text(entry.getKey()) + " :> " + text(entry.getValue());
  }

  String text(ActionInstance action) {
    return action.args().isEmpty()
        ? action.action()
        : action.args().values().stream()
            .map(this::text)
            .collect(Collectors.joining(", ", action.action() + "(", ")"));
  }

  /** {@code spte'[0]}, the part of the next state of which a fact speaks. */
  String nextPart(Fact fact) {
    return fact.variable()
        + "'"
        + fact.path().stream().map(step -> "[" + text(step) + "]").collect(Collectors.joining());
  }
}
