package org.mmucheck.itf;

import org.mmucheck.input.InputException;
import org.mmucheck.value.Value;
import tools.jackson.core.JsonParser;

/** Single values as ITF encodes them, inside documents of another format. */
public final class ItfJson {
  private ItfJson() {}

  /**
   * The value whose first token the parser is at; afterwards it is at the value's last.
   *
   * @param file for messages
   * @throws InputException if it is no TLA+ value
   */
  public static Value read(String file, JsonParser in) {
    return new ItfValues(file, in, false).value();
  }

  /** The value on one line; integers are JSON numbers. */
  public static String text(Value value) {
    return ItfWriter.compact(value);
  }

  /** A JSON string. */
  public static String quoted(String text) {
    StringBuilder out = new StringBuilder();
    ItfWriter.quote(text, out);
    return out.toString();
  }
}
