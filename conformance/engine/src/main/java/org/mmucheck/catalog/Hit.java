package org.mmucheck.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search has found.
 *
 * @param model that shows it; null for a commit that no model shows
 * @param commits abbreviated hashes; none if it is no commit, or we do not know one
 * @param subject of the commit; null if it is none
 * @param cves the numbers that the commit was given
 * @param until the release that has the commit and so ends what it mended; null if it is none, or
 *     we do not know it
 * @param because where the words were found, in a few words
 * @param summary one sentence: the model's, or why there is none
 */
public record Hit(
    @Nullable Model model,
    List<String> commits,
    @Nullable String subject,
    List<String> cves,
    @Nullable String until,
    String because,
    String summary) {
  public Hit {
    commits = List.copyOf(commits);
    cves = List.copyOf(cves);
  }
}
