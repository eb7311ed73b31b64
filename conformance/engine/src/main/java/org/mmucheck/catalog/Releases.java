package org.mmucheck.catalog;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which releases of Linux had a design or a mistake.
 *
 * @param since the mainline release that brought it, and the stable ones that got it by a backport;
 *     none if it is older than what the catalogue covers
 * @param until likewise the first that no longer have it; none if it is there still
 * @param read in whose source it was read; all else is inferred from the history
 * @param note what the range does not say; null for nothing
 * @param never why no release had it; null if some had
 */
public record Releases(
    List<Release> since,
    List<Release> until,
    List<Release> read,
    @Nullable String note,
    @Nullable String never) {
  /** Of what no release had. */
  static Releases never(String why) {
    return new Releases(List.of(), List.of(), List.of(), null, why);
  }

  public Releases {
    since = List.copyOf(since);
    until = List.copyOf(until);
    read = List.copyOf(read);
  }

  /** Whether a release had it. */
  public boolean has(Release release) {
    return never == null
        && (since.isEmpty() || since.stream().anyMatch(each -> each.isIn(release)))
        && until.stream().noneMatch(each -> each.isIn(release));
  }

  /** Whether somebody read it in the source of a release's branch; else it is inferred. */
  public boolean isRead(Release release) {
    return read.stream().anyMatch(release::isOfBranch);
  }

  /** In words: {@code since 6.4, until 6.6; inferred}. */
  public String text() {
    if (never != null) {
      return "none: " + never;
    }
    String from = since.isEmpty() ? "" : "since " + list(since);
    String to = until.isEmpty() ? "" : "until " + list(until);
    String range =
        since.isEmpty() && until.isEmpty()
            ? "all"
            : from + (from.isEmpty() || to.isEmpty() ? "" : ", ") + to;
    return range
        + (read.isEmpty() ? "; inferred" : "; read in " + list(read))
        + (note == null ? "" : ". " + note);
  }

  private static String list(List<Release> releases) {
    return releases.stream().map(Release::toString).collect(Collectors.joining(" and "));
  }
}
