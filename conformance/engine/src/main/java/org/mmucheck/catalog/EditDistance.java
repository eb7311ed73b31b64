package org.mmucheck.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Levenshtein's distance: insertions, deletions and replacements of one character count 1. */
public final class EditDistance {
  private EditDistance() {}

  /**
   * The candidate nearest to {@code name}, capitals ignored; the first in order if several. Empty
   * if none is near: a slip of the hand changes at most one character in three.
   */
  public static Optional<String> nearest(String name, Collection<String> candidates) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return candidates.stream()
        .filter(candidate -> isNear(wanted, candidate.toLowerCase(Locale.ROOT)))
        .min(
            Comparator.comparingInt(
                    (String candidate) -> between(wanted, candidate.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Of two characters one may be wrong, so that a mistyped id is found. */
  private static boolean isNear(String a, String b) {
    int longer = Math.max(a.length(), b.length());
    return between(a, b) <= Math.max(1, longer / 3) && longer > 1;
  }

  static int between(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], row[j]));
      }
    }
    return row[b.length()];
  }
}
