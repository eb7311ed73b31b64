package org.mmucheck.itf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;
import org.mmucheck.value.Value;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads ITF values. Each method starts on the value's first token and ends on its last. */
final class ItfValues {
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+");

  private final String file;
  private final JsonParser in;
  private final boolean isForReaders;

  /**
   * @param isForReaders whether people only read the values: then one that is no value of ours, an
   *     integer outside 64 bits or what another tool could not write, is its text
   */
  ItfValues(String file, JsonParser in, boolean isForReaders) {
    this.isForReaders = isForReaders;
    this.file = file;
    this.in = in;
  }

  Value value() {
    return switch (in.currentToken()) {
      case VALUE_TRUE -> Value.of(true);
      case VALUE_FALSE -> Value.of(false);
      case VALUE_STRING -> Value.of(string("a string"));
      case VALUE_NUMBER_INT -> plainInteger(); // other tools write small ones so
      case VALUE_NUMBER_FLOAT -> throw wrong("TLA+ has no such number; expected an integer");
      case START_ARRAY -> new Value.Seq(elements());
      case START_OBJECT -> object();
      case null -> throw wrong("the file ends within a value");
      default -> throw wrong("null is no TLA+ value");
    };
  }

  /** A JSON string. */
  String string(String what) {
    expect(JsonToken.VALUE_STRING, what);
    String text = in.getString();
    if (ItfWriter.hasHalfSurrogatePair(text)) {
      throw wrong("half a surrogate pair is no text");
    }
    return text;
  }

  /** An integer in either of its forms. */
  long integer(String what) {
    boolean possible =
        in.currentToken() == JsonToken.VALUE_NUMBER_INT
            || in.currentToken() == JsonToken.START_OBJECT;
    if (possible && value() instanceof Value.Int(long number)) {
      return number;
    }
    throw wrong("expected " + what + ", an integer");
  }

  void expect(JsonToken token, String what) {
    if (in.currentToken() != token) {
      throw wrong("expected " + what + ", not " + found(in.currentToken()));
    }
  }

  InputException wrong(String reason) {
    return new InputException(file, JsonInput.position(in), reason);
  }

  private static String found(@Nullable JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a Boolean";
      case VALUE_NULL -> "null";
      case null -> "the end of the file";
      default -> "the end of the enclosing value";
    };
  }

  private Value object() {
    if (in.nextToken() == JsonToken.END_OBJECT) {
      return Value.rec(Map.of());
    }
    String first = in.currentName();
    if (!first.startsWith("#")) {
      return record();
    }
    in.nextToken();
    Value value = tagged(first);
    if (in.nextToken() != JsonToken.END_OBJECT) {
      throw wrong("nothing else may stand beside " + JsonInput.shown(first));
    }
    return value;
  }

  private Value tagged(String tag) {
    return switch (tag) {
      case "#bigint" -> bigint();
      case "#tup" -> {
        expect(JsonToken.START_ARRAY, "the list of the tuple's elements");
        yield new Value.Seq(elements());
      }
      case "#set" -> set();
      case "#map" -> map();
      case "#unserializable" -> unserializable();
      default ->
          throw wrong(
              "unknown tag "
                  + JsonInput.shown(tag)
                  + "; ITF has #bigint, #tup, #set, #map and #unserializable");
    };
  }

  private Value record() {
    Map<String, Value> fields = new TreeMap<>();
    for (JsonToken at = in.currentToken(); at != JsonToken.END_OBJECT; at = in.nextToken()) {
      String name = in.currentName();
      if (name.startsWith("#")) {
        throw wrong("the name of a record's field begins with #: " + JsonInput.shown(name));
      }
      in.nextToken();
      fields.put(name, value());
    }
    return Value.rec(fields);
  }

  private Value unserializable() {
    String text = in.currentToken() == JsonToken.VALUE_STRING ? in.getString() : "";
    if (isForReaders && !text.isEmpty()) {
      return Value.of(JsonInput.shown(text));
    }
    throw wrong(
        "the tool that wrote this trace could not write the value "
            + JsonInput.shown(text)
            + "; bound it in the spec");
  }

  private Value bigint() {
    String digits = string("an integer as a string of decimal digits");
    if (!DECIMAL.matcher(digits).matches()) {
      throw wrong("not an integer: " + JsonInput.shown(digits));
    }
    try {
      return Value.of(Long.parseLong(digits));
    } catch (NumberFormatException e) {
      return outside(digits);
    }
  }

  private Value plainInteger() {
    return switch (in.getNumberType()) {
      case INT, LONG -> Value.of(in.getLongValue());
      default -> outside(in.getString());
    };
  }

  private Value outside(String digits) {
    if (isForReaders) {
      return Value.of(digits);
    }
    throw wrong("the integer is outside 64 bits");
  }

  private Value set() {
    expect(JsonToken.START_ARRAY, "the list of the set's elements");
    TreeSet<Value> elements = new TreeSet<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (!elements.add(value())) {
        throw wrong("an element that the set has already");
      }
    }
    return Value.set(elements);
  }

  private Value map() {
    expect(JsonToken.START_ARRAY, "the list of the function's [key, value] pairs");
    Map<Value, Value> entries = new TreeMap<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      expect(JsonToken.START_ARRAY, "a [key, value] pair");
      List<Value> pair = elements();
      if (pair.size() != 2) {
        throw wrong("expected a [key, value] pair, not " + pair.size() + " values");
      }
      if (entries.put(pair.getFirst(), pair.getLast()) != null) {
        throw wrong("a key that the function has already");
      }
    }
    return Value.fcn(entries);
  }

  private List<Value> elements() {
    List<Value> elements = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value());
    }
    return elements;
  }
}
