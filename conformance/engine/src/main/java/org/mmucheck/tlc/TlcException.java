package org.mmucheck.tlc;

import org.jspecify.annotations.Nullable;

/**
 * TLC could not run a model, or could not run it to a verdict: the module does not parse, the
 * configuration does not fit it, an assumption is false, or an expression cannot be evaluated.
 *
 * <p>The message is one line with file and position, as far as TLC knows them.
 */
public class TlcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The exit code for a spec that cannot be used as it is: TLC's for one it cannot evaluate. */
  public static final int NOT_FIT = 75;

  /** The exit code of a run that was not finished. */
  public static final int UNFINISHED = 24;

  private final int exitCode;

  /**
   * @param exitCode TLC's exit code for this failure
   * @param message one line: where and why
   */
  public TlcException(int exitCode, String message) {
    this(exitCode, message, null);
  }

  public TlcException(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /**
   * TLC's exit code: 10 false assumption, 14 failed Assert, 75 to 77 evaluation, 150 module, 151
   * configuration, 255 other.
   */
  public int exitCode() {
    return exitCode;
  }
}
