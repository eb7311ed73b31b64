package org.mmucheck.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads a value as TLC prints it: {@code (v0 :> <<1, "a">> @@ v1 :> {})}. Blanks and line feeds
 * between its parts do not matter.
 */
public final class TlaText {
  private static final int LARGEST_INTERVAL = 10_000;

  private final String text;
  private int at;

  private TlaText(String text) {
    this.text = text;
  }

  /** No value, or one that is not written out, like {@code SUBSET {1, 2}}. */
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** The value; empty if the text is none, or one that is not written out. */
  public static Optional<Value> value(String text) {
    TlaText reader = new TlaText(text);
    try {
      Value value = reader.value();
      return reader.isAtEnd() ? Optional.of(value) : Optional.empty();
    } catch (Unreadable e) {
      return Optional.empty();
    }
  }

  /** The values between the brackets of {@code <<1, 2>>}; empty if the text is no such list. */
  public static Optional<List<Value>> list(String text) {
    return value("<<" + text + ">>").map(value -> ((Value.Seq) value).elements());
  }

  private Value value() {
    if (skips("<<")) {
      return new Value.Seq(elements(">>"));
    }
    if (skips("{")) {
      return Value.set(elements("}"));
    }
    if (skips("[")) {
      return record();
    }
    if (skips("(")) {
      return function();
    }
    if (skips("\"")) {
      return string();
    }
    return word();
  }

  private Value record() {
    Map<String, Value> fields = new TreeMap<>();
    do {
      String name = name();
      require("|->");
      fields.put(name, value());
    } while (skips(","));
    require("]");
    return Value.rec(fields);
  }

  private Value function() {
    Map<Value, Value> entries = new TreeMap<>();
    do {
      Value key = value();
      require(":>");
      entries.put(key, value());
    } while (skips("@@"));
    require(")");
    return Value.fcn(entries);
  }

  private List<Value> elements(String end) {
    List<Value> elements = new ArrayList<>();
    if (skips(end)) {
      return elements;
    }
    do {
      elements.add(value());
    } while (skips(","));
    require(end);
    return elements;
  }

  private Value string() {
    StringBuilder string = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      boolean isEscape = text.charAt(at) == '\\' && at + 1 < text.length();
      at += isEscape ? 1 : 0;
      string.append(isEscape ? escaped(text.charAt(at)) : text.charAt(at));
      at++;
    }
    require("\"");
    return Value.of(string.toString());
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'f' -> '\f';
      default -> c;
    };
  }

  /** A number, a Boolean or a model value; an interval is the set of its numbers. */
  private Value word() {
    String word = name();
    if (word.equals("TRUE") || word.equals("FALSE")) {
      return Value.of(word.equals("TRUE"));
    }
    if (!word.matches("-?[0-9]+")) {
      return Value.of(word);
    }
    return skips("..") ? interval(number(word), number(name())) : Value.of(number(word));
  }

  private static Value interval(long from, long to) {
    if (to - from > LARGEST_INTERVAL) {
      throw new Unreadable();
    }
    List<Value> numbers = new ArrayList<>();
    for (long number = from; number <= to; number++) {
      numbers.add(Value.of(number));
    }
    return Value.set(numbers);
  }

  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new Unreadable();
    }
  }

  private String name() {
    skipBlanks();
    int start = at;
    while (at < text.length() && isPartOfName(text.charAt(at))) {
      at++;
    }
    if (start == at) {
      throw new Unreadable();
    }
    return text.substring(start, at);
  }

  private static boolean isPartOfName(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '!';
  }

  private void require(String token) {
    if (!skips(token)) {
      throw new Unreadable();
    }
  }

  private boolean skips(String token) {
    skipBlanks();
    boolean found = text.startsWith(token, at);
    at += found ? token.length() : 0;
    return found;
  }

  private boolean isAtEnd() {
    skipBlanks();
    return at == text.length();
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
