package org.mmucheck.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.input.InputException;

class ReleasesTest {
  private static final String DESIGNS =
      """
      "new": {"since": ["5.18", "5.15.33"], "read": "6.12.117"},
      "old": {"until": ["5.18", "5.15.33"], "note": "Slow."},
      "both": {"since": "5.10", "until": "6.4"}, "idea": "Nobody posted it."\
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "5.18,     true,  false",
    "5.18.1,   true,  false",
    "6.0,      true,  false",
    "7.3.4,    true,  false",
    "5.17,     false, true",
    "5.17.99,  false, true",
    "5.15.33,  true,  false",
    "v5.15.40, true,  false",
    "5.15.32,  false, true",
    "5.15,     false, true",
    "5.16,     false, true",
    "4.9,      false, true"
  })
  void shouldKnowWhatReleaseHad(String release, boolean isNew, boolean isOld) throws IOException {
    Catalog catalog = load(DESIGNS);
    assertThat(releases(catalog, "new").has(Release.of(release))).isEqualTo(isNew);
    assertThat(releases(catalog, "old").has(Release.of(release))).isEqualTo(isOld);
    assertThat(releases(catalog, "idea").has(Release.of(release))).isFalse();
  }

  @Test
  void shouldListRowsOfRelease() throws IOException {
    Catalog catalog = load(DESIGNS);
    assertThat(catalog.rowsOf(Release.of("5.15.32")))
        .extracting(Row::name)
        .containsExactly("Queue_old", "Queue_both");
    assertThat(catalog.rowsOf(Release.of("6.12.200")))
        .extracting(Row::name)
        .containsExactly("Queue_new");
  }

  @Test
  void shouldSayWhatIsReadAndWhatIsInferred() throws IOException {
    Catalog catalog = load(DESIGNS);
    assertThat(releases(catalog, "new").isRead(Release.of("6.12"))).isTrue();
    assertThat(releases(catalog, "new").isRead(Release.of("6.11"))).isFalse();
    assertThat(releases(catalog, "new").text())
        .isEqualTo("since 5.18 and 5.15.33; read in 6.12.117");
    assertThat(releases(catalog, "old").text())
        .isEqualTo("until 5.18 and 5.15.33; inferred. Slow.");
    assertThat(releases(catalog, "idea").text()).isEqualTo("none: Nobody posted it.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5.9    | the manifests know Linux 5.10 to 6.12.117, not 5.9",
        "6.13   | the manifests know Linux 5.10 to 6.12.117, not 6.13",
        "5.20   | there is no Linux 5.20: after 5.19 came 6.0",
        "6      | '6' is no release of Linux; one is like 6.12 or 6.12.117",
        "next   | 'next' is no release of Linux; one is like 6.12 or 6.12.117",
        "5.18-rc1 | '5.18-rc1' is no release of Linux; one is like 6.12 or 6.12.117"
      })
  void shouldRefuseReleaseThatNobodyToldOf(String release, String message) throws IOException {
    Catalog catalog = load(DESIGNS);
    assertThatThrownBy(() -> catalog.rowsOf(Release.of(release)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void shouldRefuseReleasesOfManifestsThatTellNone() throws IOException {
    Catalog catalog = load(null);
    assertThat(catalog.rows()).extracting(Row::releases).containsOnlyNulls();
    assertThatThrownBy(() -> catalog.rowsOf(Release.of("6.12")))
        .hasMessage("no manifest says which release had what");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'both': 'x'                             | 'new': 'x', 'old': 'x'   | models[3]: 'releases'"
            + " says neither which had 'idea' nor why none had",
        "'both': 'x', 'idea': 'x', 'odd': 'x'    | 'new': 'x', 'old': 'x'   | releases.odd: no row"
            + " has this id or this name",
        "'both': 'x', 'idea': {'since': '6.4', 'until': '6.4'} | 'new': 'x', 'old': 'x' |"
            + " releases.idea.until: must be later than 'since'",
        "'both': 'x', 'idea': {'since': ['6.6', '6.20']} | 'new': 'x', 'old': 'x' |"
            + " releases.idea.since[1]: there is no Linux 6.20: after 6.19 came 7.0",
        "'both': 'x', 'idea': {'until': '6.4', 'read': '6.4'} | 'new': 'x', 'old': 'x' |"
            + " releases.idea.read: 6.4 did not have it, by 'since' and 'until'",
        "'both': 'x', 'idea': {'since': []} | 'new': 'x', 'old': 'x' |"
            + " releases.idea.since: lists no release",
        "'both': 'x', 'idea': ' ' | 'new': 'x', 'old': 'x' |"
            + " releases.idea: must say why no release had it"
      })
  void shouldSayWhereReleasesAreWrong(String some, String others, String message) {
    String releases = (some + ", " + others).replace('\'', '"');
    assertThatThrownBy(() -> load(releases))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message.strip());
  }

  @Test
  void shouldPreferRowToItsId() throws IOException {
    Catalog catalog = load("\"a\": {\"since\": \"6.4\"}, \"old\": \"An idea.\"", "\"id\": \"a\", ");
    assertThat(releases(catalog, "new").never()).isNull();
    assertThat(releases(catalog, "old").never()).isEqualTo("An idea.");
  }

  private static Releases releases(Catalog catalog, String row) {
    Releases releases = catalog.findRows("Queue_" + row).getFirst().releases();
    assertThat(releases).isNotNull();
    return releases;
  }

  private Catalog load(String releases) throws IOException {
    return load(releases, "");
  }

  /** A catalogue of four rows. */
  private Catalog load(String releases, String id) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (String name : new String[] {"new", "old", "both", "idea"}) {
      rows.append(rows.isEmpty() ? "" : ", ")
          .append("{" + id + "\"name\": \"" + name + "\", \"holds\": [\"P\"]}");
    }
    Files.writeString(folder.resolve("Queue.tla"), "");
    Files.writeString(
        folder.resolve(Catalog.MANIFEST),
        "{"
            + (releases == null ? "" : "\"releases\": {" + releases + "}, ")
            + "\"models\": ["
            + rows
            + "]}");
    return Catalog.load(folder);
  }
}
