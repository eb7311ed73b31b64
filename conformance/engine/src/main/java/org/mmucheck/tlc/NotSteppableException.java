package org.mmucheck.tlc;

/**
 * TLC can check the model, but nobody can step through it exactly: a part of the next-state
 * relation has no name with constant arguments, the configuration changes the state graph, or a
 * text stands for two values. A verdict and TLC's own counterexample are to be had all the same.
 */
public final class NotSteppableException extends TlcException {
  private static final long serialVersionUID = 1L;

  /**
   * @param exitCode TLC's exit code for the nearest failure of its own
   * @param message one line: where, why, and what to do
   */
  public NotSteppableException(int exitCode, String message) {
    super(exitCode, message);
  }
}
