package org.mmucheck.tlc;

/** What versions of TLC are known to get wrong without a word, by the tracker of its project. */
public enum KnownMistake {
  /** The exceptions are forgotten where an operator of Sequences takes the value. */
  CONSTRUCTOR(1, "tlaplus#1145", "EXCEPT on a function constructor"),
  /** Values that share the constructor lose parts of their domains. */
  INDEX(2, "tlaplus#1302", "EXCEPT at an index that is a function constructor"),
  /** Another variable's value is taken, and what is enabled turns out otherwise. */
  INSTANCE(4, "tlaplus#725", "an operator parameter with a primed variable, under ENABLED");

  private final int states;
  private final String issue;
  private final String pattern;

  KnownMistake(int states, String issue, String pattern) {
    this.states = states;
    this.issue = issue;
    this.pattern = pattern;
  }

  /** How many states a TLC that gets it right finds more in the canaries; a power of 2. */
  int states() {
    return states;
  }

  /** Where it is reported: a tracker and a number. */
  public String issue() {
    return issue;
  }

  /** How a spec is written that it may matter to. */
  public String pattern() {
    return pattern;
  }
}
