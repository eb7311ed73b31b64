package org.mmucheck.value;

/**
 * Values in text with each string in quotes, as in TLA+, where that is what tells two values apart:
 * 3 and "3". Elsewhere strings have none, so that a program counter reads as a label. A model value
 * looks like a string, since it is one here.
 */
public final class QuotedText {
  private QuotedText() {}

  /** The value's text. */
  public static String of(Value value) {
    return switch (value) {
      case Value.Text text -> "\"" + text + "\"";
      case Value.Seq seq ->
          Values.joined("<<", ">>", seq.elements().stream().map(QuotedText::of).toList());
      case Value.SetOf set ->
          Values.joined("{", "}", set.elements().stream().map(QuotedText::of).toList());
      case Value.Rec rec ->
          Values.joined(
              "[",
              "]",
              rec.fields().entrySet().stream()
                  .map(field -> field.getKey() + " |-> " + of(field.getValue()))
                  .toList());
      case Value.Fcn fcn ->
          Values.joined(
              "(",
              ")",
              " @@ ",
              fcn.entries().entrySet().stream()
                  .map(entry -> of(entry.getKey()) + " :> " + of(entry.getValue()))
                  .toList());
      default -> value.toString();
    };
  }
}
