package org.mmucheck.mutants.trace;

/**
 * A trace file with one change.
 *
 * @param kind what was changed
 * @param where the place in the file, and from what to what
 * @param text the whole changed file
 */
public record TraceMutant(Kind kind, String where, String text) {
  /** What a change is of. A cosmetic one says the same in other words: nobody need notice it. */
  public enum Kind {
    /** One value of one variable in one state. */
    VALUE(""),
    /** The name of a step's action. */
    LABEL(""),
    /** One argument of a step's action. */
    ARGUMENT(""),
    /** Two steps in a row trade places, with their states. */
    ORDER(""),
    /** A step is left out. */
    MISSING_STEP(""),
    /** A step is there twice. */
    DOUBLE_STEP(""),
    /** The last step is left out. */
    CUT(""),
    /** Only the initial state is left. */
    EMPTIED(""),
    /** A variable is left out of a state, or of the list. */
    MISSING_VARIABLE(""),
    /** Where a cycle begins. */
    LOOP(""),
    /** A digest of what the trace was made from. */
    HASH(""),
    /** The property that the trace is said to break. */
    PROPERTY(""),
    /** The module that it is said to be of. */
    MODULE(""),
    /** The model that it is said to be of. */
    MODEL(""),
    /** The format, its version, or a state's number. */
    FORMAT(""),
    /** No step has a name any more. */
    NO_LABELS("the names are found in the spec: the trace shows the same"),
    /** The sentence for readers. */
    DESCRIPTION("prose: nothing is concluded from it"),
    /** The address of the format's definition. */
    FORMAT_DESCRIPTION("prose: nothing is concluded from it"),
    /** The order of the fields of an object, or of the variables. */
    FIELD_ORDER("JSON objects have no order, and variables are found by their names"),
    /** Line breaks and blanks. */
    LAYOUT("white space between JSON tokens says nothing");

    private final String reason;

    Kind(String reason) {
      this.reason = reason;
    }

    /** Whether a trace with this change still shows what it did. */
    public boolean isCosmetic() {
      return !reason.isEmpty();
    }

    /** Why nobody need notice it; empty if somebody must. */
    public String reason() {
      return reason;
    }
  }
}
