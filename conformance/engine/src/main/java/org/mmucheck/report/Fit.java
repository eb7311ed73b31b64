package org.mmucheck.report;

import java.util.regex.Pattern;

/** Makes text of files that anyone may have written fit to be shown. */
final class Fit {
  /**
   * Control characters, line breaks, and what reorders or hides text: a terminal obeys the ones,
   * and a reader is misled by the others.
   */
  private static final Pattern UNFIT =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}]");

  private Fit() {}

  /** The text with each such character written as JSON would escape it. */
  static String forTerminal(String text) {
    return UNFIT.matcher(text).replaceAll(found -> escaped(found.group()));
  }

  private static String escaped(String unfit) {
    StringBuilder escapes = new StringBuilder();
    for (char each : unfit.toCharArray()) {
      escapes.append("\\\\u%04x".formatted((int) each));
    }
    return escapes.toString();
  }
}
