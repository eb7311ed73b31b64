package org.mmucheck.linux.kernel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the kernel's code where a CPU can be held, as a table of points writes it:
 *
 * <pre>
 * entry F            before the first instruction of F
 * return F           F has returned, whoever called it
 * call F in G        before G calls F, or jumps to it as its last act
 * after F in G       F has returned to G
 * after F in G not 0 F has returned to G, and not 0, as a search that has found something
 * write P            an instruction has just written the field that the path P leads to
 * write P in G       it was an instruction of G
 * read P in G        an instruction of G has just read that field
 * </pre>
 *
 * Where G calls F several times, {@code #2} at the end means the second call in the order of
 * addresses; without a number all of them are meant.
 */
public sealed interface Spot {
  /** Before the first instruction of a function. */
  record Entry(String function) implements Spot {
    @Override
    public String toString() {
      return "entry " + function;
    }
  }

  /** A function has returned. */
  record Return(String function) implements Spot {
    @Override
    public String toString() {
      return "return " + function;
    }
  }

  /**
   * Before a call.
   *
   * @param number counts from 1; 0 means each of them
   */
  record Call(String callee, String caller, int number) implements Spot {
    @Override
    public String toString() {
      return "call " + callee + " in " + caller + (number == 0 ? "" : " #" + number);
    }
  }

  /**
   * Right after a call.
   *
   * @param number counts from 1; 0 means each of them
   * @param notZero only if it has returned something else than 0
   */
  record After(String callee, String caller, int number, boolean notZero) implements Spot {
    @Override
    public String toString() {
      String which = number == 0 ? "" : " #" + number;
      return "after " + callee + " in " + caller + which + (notZero ? " not 0" : "");
    }
  }

  /** A field has just been written or read. */
  sealed interface Touch extends Spot {
    /** For {@link Layouts#place}. */
    String path();

    /** Whose instruction it was; empty if anybody's counts. */
    String function();
  }

  /**
   * A field has just been written.
   *
   * @param path for {@link Layouts#place}
   * @param function whose instruction it was; empty if anybody's counts
   */
  record Write(String path, String function) implements Touch {
    @Override
    public String toString() {
      return "write " + path + (function.isEmpty() ? "" : " in " + function);
    }
  }

  /**
   * A field has just been read.
   *
   * @param path for {@link Layouts#place}
   * @param function whose instruction it was
   */
  record Read(String path, String function) implements Touch {
    @Override
    public String toString() {
      return "read " + path + " in " + function;
    }
  }

  /**
   * Reads a spot as it is written above.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Spot parse(String text) {
    Matcher form =
        Pattern.compile(
                "(?<how>entry|return) (?<one>[\\w.]+)"
                    + "|(?<where>call|after) (?<callee>[\\w.]+) in (?<caller>[\\w.]+)"
                    + "(?: #(?<number>[1-9]\\d?))?(?<found> not 0)?"
                    + "|write (?<path>\\w+(?:\\.|->|\\[)\\S+)(?: in (?<by>[\\w.]+))?"
                    + "|read (?<read>\\w+(?:\\.|->|\\[)\\S+) in (?<reader>[\\w.]+)")
            .matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no spot: expected entry F, return F, call F in G, after F in G,"
              + " write STRUCT.FIELD [in G] or read STRUCT.FIELD in G");
    }
    if (form.group("path") != null) {
      FieldPath.parse(form.group("path"));
      return new Write(form.group("path"), form.group("by") == null ? "" : form.group("by"));
    }
    if (form.group("read") != null) {
      FieldPath.parse(form.group("read"));
      return new Read(form.group("read"), form.group("reader"));
    }
    if (form.group("one") != null) {
      String function = form.group("one");
      return form.group("how").equals("entry") ? new Entry(function) : new Return(function);
    }
    int number = form.group("number") == null ? 0 : Integer.parseInt(form.group("number"));
    String callee = form.group("callee");
    String caller = form.group("caller");
    if (form.group("where").equals("after")) {
      return new After(callee, caller, number, form.group("found") != null);
    }
    if (form.group("found") != null) {
      throw new IllegalArgumentException("'" + text + "': a call has not returned anything yet");
    }
    return new Call(callee, caller, number);
  }
}
