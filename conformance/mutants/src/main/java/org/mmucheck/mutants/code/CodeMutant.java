package org.mmucheck.mutants.code;

/**
 * One small change of a class.
 *
 * @param className the class, as Java writes it
 * @param operator the short name of PIT's operator
 * @param says what PIT says of it
 */
public record CodeMutant(
    String className, String method, int line, String operator, int index, String says) {
  /** One line for people. */
  public String told() {
    return "%s.%s:%d: %s".formatted(className, method, line, says);
  }
}
