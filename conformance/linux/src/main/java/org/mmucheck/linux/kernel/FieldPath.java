package org.mmucheck.linux.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A path expression, taken apart; see {@link Layouts#place}. */
record FieldPath(String type, List<Step> steps) {
  private static final Pattern TYPE = Pattern.compile("\\w+");
  private static final Pattern STEP = Pattern.compile("(\\.|->)(\\w+)|\\[(\\d{1,9})]");

  sealed interface Step {}

  /** A member of the struct where the path stands. */
  record Member(String name) implements Step {}

  /** What the pointer points to. */
  record Follow() implements Step {}

  /** An element of an array. */
  record Element(int index) implements Step {}

  static FieldPath parse(String path) {
    Matcher type = TYPE.matcher(path);
    if (!type.lookingAt()) {
      throw malformed(path, 0);
    }
    List<Step> steps = new ArrayList<>();
    int at = type.end();
    while (at < path.length()) {
      Matcher step = STEP.matcher(path).region(at, path.length());
      if (!step.lookingAt()) {
        throw malformed(path, at);
      }
      if (step.group(3) != null) {
        steps.add(new Element(Integer.parseInt(step.group(3))));
      } else {
        if (step.group(1).equals("->")) {
          steps.add(new Follow());
        }
        steps.add(new Member(step.group(2)));
      }
      at = step.end();
    }
    return new FieldPath(type.group(), List.copyOf(steps));
  }

  private static IllegalArgumentException malformed(String path, int at) {
    return new IllegalArgumentException(
        "'%s' is no path: expected a name, .field, ->field or [index] at character %d"
            .formatted(path, at + 1));
  }
}
