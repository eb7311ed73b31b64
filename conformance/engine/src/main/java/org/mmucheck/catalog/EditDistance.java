package org.mmucheck.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Levenshtein's distance with Damerau's swaps: an insertion, a deletion, a replacement of one
 * character and an exchange of two neighbours count 1 each.
 */
public final class EditDistance {
  private static final int LONGEST = 200;

  private EditDistance() {}

  /**
   * The candidate nearest to {@code name}, capitals ignored; the first in order if several. Empty
   * if none is near: a slip of the hand changes at most one character in three.
   */
  public static Optional<String> nearest(String name, Collection<String> candidates) {
    if (name.length() > LONGEST) {
      return Optional.empty(); // nobody has typed that
    }
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
    int[][] distance = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        distance[i][j] = i == 0 || j == 0 ? i + j : nearest(distance, a, b, i, j);
      }
    }
    return distance[a.length()][b.length()];
  }

  private static int nearest(int[][] distance, String a, String b, int i, int j) {
    int replaced = distance[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, 1 + Math.min(distance[i][j - 1], distance[i - 1][j]));
    boolean isSwap =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return isSwap ? Math.min(least, distance[i - 2][j - 2] + 1) : least;
  }
}
