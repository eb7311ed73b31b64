package org.mmucheck.mutants.code;

/**
 * One small change of a class.
 *
 * @param className the class, as Java writes it
 * @param operator the short name of PIT's operator
 * @param says what PIT says of it
 * @param nth which of those of the method that read alike, from 1
 */
public record CodeMutant(
    String className, String method, int line, String operator, int index, String says, int nth) {
  /** One line for people. */
  public String told() {
    return "%s.%s:%d: %s".formatted(className, method, line, says);
  }
}
