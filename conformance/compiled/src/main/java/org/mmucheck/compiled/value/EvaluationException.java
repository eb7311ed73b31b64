package org.mmucheck.compiled.value;

/**
 * An expression has no value, as TLC has it: a function outside its domain, a CASE without case.
 */
public final class EvaluationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public EvaluationException(String message) {
    super(message, null, false, false); // where in our code says nothing about the spec
  }
}
