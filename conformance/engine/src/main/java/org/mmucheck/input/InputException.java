package org.mmucheck.input;

/** An input file is missing, unreadable or malformed; the command ends with exit code 3. */
public final class InputException extends RuntimeException implements NoFault {
  private static final long serialVersionUID = 1L;

  /**
   * @param file the file as the user named it
   * @param position where in the file: {@code line 3, column 14}, or {@code states[2].count}; empty
   *     where the file as a whole is meant
   * @param reason what is wrong, and what would be right
   */
  public InputException(String file, String position, String reason) {
    super(file + (position.isEmpty() ? "" : ": " + position) + ": " + reason);
  }
}
