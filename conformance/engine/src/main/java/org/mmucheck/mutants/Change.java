package org.mmucheck.mutants;

/** What a mutant changes; its {@link #word} is what reports and reasons call it. */
public enum Change {
  CONJUNCT_DROPPED("conjunct dropped"),
  GUARD_DROPPED("guard dropped"),
  UPDATE_DROPPED("update dropped"),
  DISJUNCT_DROPPED("disjunct dropped"),
  PREMISE_DROPPED("premise dropped"),
  NEGATION_DROPPED("negation dropped"),
  EQUAL_TO_AT_LEAST("= to >="),
  EQUAL_TO_AT_MOST("= to <="),
  EQUAL_TO_DIFFERENT("= to #"),
  DIFFERENT_TO_EQUAL("# to ="),
  BOUNDARY_MOVED("boundary moved"),
  MEMBERSHIP_TURNED("membership turned"),
  SET_OPERATOR_SWAPPED("set operator swapped"),
  SET_OPERAND_DROPPED("set operand dropped"),
  QUANTIFIER_SWAPPED("quantifier swapped"),
  BRANCH_TAKEN("branch always taken"),
  CASE_DROPPED("case dropped"),
  NUMBER_RAISED("number raised"),
  TRUTH_FLIPPED("truth flipped"),
  SIGN_SWAPPED("sign swapped"),
  FAIRNESS_WEAKENED("SF to WF"),
  COSMETIC("cosmetic");

  private final String word;

  Change(String word) {
    this.word = word;
  }

  /** How it is written in reports and in {@code mutants.json}. */
  public String word() {
    return word;
  }
}
