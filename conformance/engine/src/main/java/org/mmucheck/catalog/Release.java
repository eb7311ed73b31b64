package org.mmucheck.catalog;

import java.util.Comparator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of Linux.
 *
 * @param patch the stable release of that branch; 0 for the mainline release itself
 */
public record Release(int major, int minor, int patch) implements Comparable<Release> {
  private static final Pattern FORM =
      Pattern.compile("v?([0-9]{1,3})\\.([0-9]{1,3})(?:\\.([0-9]{1,4}))?");

  /** After which minor number Linux went on with the next major one. */
  private static final Map<Integer, Integer> LAST_MINOR = Map.of(3, 19, 4, 20, 5, 19, 6, 19);

  private static final Comparator<Release> ORDER =
      Comparator.comparingInt(Release::major)
          .thenComparingInt(Release::minor)
          .thenComparingInt(Release::patch);

  /**
   * Reads {@code 6.12} or {@code 6.12.117}, with a v before it or without.
   *
   * @throws IllegalArgumentException if it has another form, or Linux had no such branch
   */
  public static Release of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no release of Linux; one is like 6.12 or 6.12.117");
    }
    String patch = form.group(3);
    Release release =
        new Release(
            Integer.parseInt(form.group(1)),
            Integer.parseInt(form.group(2)),
            patch == null ? 0 : Integer.parseInt(patch));
    Integer last = LAST_MINOR.get(release.major);
    if (last != null && release.minor > last) {
      throw new IllegalArgumentException(
          "there is no Linux "
              + text
              + ": after "
              + release.major
              + "."
              + last
              + " came "
              + (release.major + 1)
              + ".0");
    }
    return release;
  }

  /** Whether both are of one stable branch, which begins with its mainline release. */
  public boolean isOfBranch(Release other) {
    return major == other.major && minor == other.minor;
  }

  /** Whether what this release brought is in another: as its descendant, or later in its branch. */
  boolean isIn(Release other) {
    boolean isDescendant = patch == 0 && compareTo(other) <= 0;
    return isDescendant || (isOfBranch(other) && patch <= other.patch);
  }

  @Override
  public int compareTo(Release other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + (patch == 0 ? "" : "." + patch);
  }
}
