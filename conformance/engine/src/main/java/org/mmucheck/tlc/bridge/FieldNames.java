package org.mmucheck.tlc.bridge;

import java.util.regex.Pattern;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.Value;

/** When TLC takes a function for a record: its domain is a set of strings that are identifiers. */
final class FieldNames {
  private static final Pattern IDENTIFIER = Pattern.compile("\\w*[A-Za-z]\\w*");

  private FieldNames() {}

  static boolean areAll(Value[] domain) {
    for (Value key : domain) {
      if (!(key instanceof StringValue text)
          || !IDENTIFIER.matcher(text.val.toString()).matches()) {
        return false;
      }
    }
    return domain.length > 0;
  }
}
