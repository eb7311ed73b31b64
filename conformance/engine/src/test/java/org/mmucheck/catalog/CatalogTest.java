package org.mmucheck.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.input.InputException;

class CatalogTest {
  private static final String GOOD =
      """
      {"name": "Root_a", "id": "a", "module": "Root", "config": "Root_a.cfg", "tier": "quick",
       "expected": {"result": "success", "property": null, "distinctStates": 16, "depth": 6},
       "kernel": null, "summary": "The right design."}\
      """;
  private static final String BUG =
      """
      {"name": "Root_b_Live", "id": "b", "module": "Root", "config": "Root_b.cfg", "tier": "full",
       "expected": {"result": "safety failure", "property": "Live", "distinctStates": null,
                    "depth": null},
       "kernel": {"commit": "3f2a91c0d4e1", "subject": "Fix it", "year": 2021},
       "summary": "The bug."}\
      """;

  @TempDir Path specDir;

  @BeforeEach
  void createSpecs() throws IOException {
    for (String name : new String[] {"Root.tla", "Root_a.cfg", "Root_b.cfg"}) {
      Files.writeString(specDir.resolve(name), "");
    }
  }

  @Test
  void shouldReadEveryFieldOfModel() throws IOException {
    Source source = new Source(specDir, "Root", "");
    Catalog catalog = load(GOOD, BUG);

    assertThat(catalog.models())
        .containsExactly(
            Model.of("Root_a", source)
                .id("a")
                .expected(new Model.Expected(Model.Result.SUCCESS, null, 16L, 6))
                .summary("The right design.")
                .build(),
            Model.of("Root_b_Live", source)
                .id("b")
                .tier("full")
                .expected(Model.Result.SAFETY_FAILURE, "Live")
                .kernel(new Model.Kernel("3f2a91c0d4e1", "Fix it", 2021))
                .summary("The bug.")
                .build());
  }

  @Test
  void shouldReadWhichHalfOfAnInductionAModelIs() throws IOException {
    String step =
        GOOD.replace("\"tier\": \"quick\",", "\"tier\": \"quick\", \"induction\": \"step\",");
    assertThat(load(step, BUG).models())
        .extracting(Model::induction)
        .containsExactly(Model.Induction.STEP, null);
    refuses(
        "models[0].induction: 'leap' is neither base nor step", step.replace("step", "leap"), BUG);
  }

  @Test
  void shouldFindModelByNameAndById() throws IOException {
    Catalog catalog = load(GOOD, BUG);

    assertThat(catalog.find("Root_a")).extracting(Model::name).containsExactly("Root_a");
    assertThat(catalog.find("b")).extracting(Model::name).containsExactly("Root_b_Live");
  }

  @Test
  void shouldFindEveryModelOfAnId() throws IOException {
    Catalog catalog = load(GOOD, BUG.replace("\"id\": \"b\"", "\"id\": \"a\""));

    assertThat(catalog.find("a")).extracting(Model::name).containsExactly("Root_a", "Root_b_Live");
  }

  @Test
  void shouldSuggestNearestNameForUnknownModel() throws IOException {
    Catalog catalog = load(GOOD, BUG);

    assertThatThrownBy(() -> catalog.find("root_b_life"))
        .isInstanceOf(UnknownModelException.class)
        .hasMessage("no model 'root_b_life'; did you mean Root_b_Live?");
  }

  @Test
  void shouldRefuseUnknownFieldWithItsPosition() throws IOException {
    refuses(
        "models[1].sumary: unknown field; did you mean summary?",
        GOOD,
        BUG.replace("summary", "sumary"));
  }

  @Test
  void shouldRefuseMissingField() throws IOException {
    refuses("models[0]: the field 'tier' is missing", GOOD.replace("\"tier\": \"quick\",", ""));
  }

  @Test
  void shouldRefuseSecondModelOfOneName() throws IOException {
    refuses("models[1].name: 'Root_a' is already the name of models[0]", GOOD, GOOD);
  }

  @Test
  void shouldRefuseMissingConfiguration() throws IOException {
    refuses(
        "models[0].config: there is no file Root_x.cfg in",
        GOOD.replace("Root_a.cfg", "Root_x.cfg"));
  }

  @Test
  void shouldRefuseMissingModule() throws IOException {
    refuses(
        "models[0].module: there is no file Toor.tla in",
        GOOD.replace("\"module\": \"Root\"", "\"module\": \"Toor\""));
  }

  @Test
  void shouldRefuseFileOutsideSpecFolder() throws IOException {
    refuses(
        "models[0].config: '../Root_a.cfg' must be a name without a folder",
        GOOD.replace("\"Root_a.cfg\"", "\"../Root_a.cfg\""));
  }

  @Test
  void shouldRefuseUnknownResult() throws IOException {
    refuses(
        "models[0].expected.result: 'ok' is none of deadlock, liveness failure, safety failure,"
            + " success",
        GOOD.replace("\"success\"", "\"ok\""));
  }

  @Test
  void shouldRefuseUnknownTier() throws IOException {
    refuses("models[0].tier: 'slow' is neither quick nor full", GOOD.replace("quick", "slow"));
  }

  @Test
  void shouldRefuseFailureWithoutProperty() throws IOException {
    refuses(
        "models[0].expected.property: a safety failure names the property that breaks",
        BUG.replace("\"Live\"", "null"));
  }

  @Test
  void shouldRefuseSuccessWithProperty() throws IOException {
    refuses(
        "models[0].expected.property: 'success' breaks no property; use null",
        GOOD.replace("\"property\": null", "\"property\": \"Live\""));
  }

  @Test
  void shouldRefuseCountThatIsNoPositiveWholeNumber() throws IOException {
    refuses("models[0].expected.distinctStates: must be", GOOD.replace("16", "1.5"));
    refuses("models[0].expected.distinctStates: must be", GOOD.replace("16", "0"));
    refuses(
        "models[0].expected.graphDigest: must be 64 digits of hex",
        GOOD.replace("\"depth\": 6", "\"depth\": 6, \"graphDigest\": \"abc\""));
    refuses("models[0].expected.depth: must be", GOOD.replace("6}", "99999999999}"));
  }

  @Test
  void shouldRefuseTextThatIsNoJsonWithItsLine() throws IOException {
    Files.writeString(specDir.resolve(Catalog.MANIFEST), "{\"models\": [\n  nonsense]}");

    assertThatThrownBy(() -> Catalog.load(specDir))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("models.json: line 2, column ")
        .hasMessageContaining("not JSON");
  }

  @Test
  void shouldRefuseFieldGivenTwice() throws IOException {
    refuses("not JSON: Duplicate", GOOD.replace("\"tier\"", "\"tier\": \"full\", \"tier\""));
  }

  @Test
  void shouldRefuseFolderWithoutManifest() {
    assertThatThrownBy(() -> Catalog.load(specDir))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("models.json: no such file");
  }

  @Test
  void shouldReportConfigurationInNoModel() throws IOException {
    assertThat(load(GOOD).unlisted()).containsExactly("Root_b.cfg is in no model of models.json");
    assertThat(load(GOOD, BUG).unlisted()).isEmpty();
  }

  @Test
  void shouldCountInsertionsDeletionsAndReplacements() {
    assertThat(EditDistance.between("kitten", "sitting")).isEqualTo(3);
    assertThat(EditDistance.between("", "abc")).isEqualTo(3);
    assertThat(EditDistance.between("same", "same")).isZero();
  }

  private Catalog load(String... models) throws IOException {
    Files.writeString(
        specDir.resolve(Catalog.MANIFEST), "{\"models\": [" + String.join(",", models) + "]}");
    return Catalog.load(specDir);
  }

  private void refuses(String message, String... models) {
    assertThatThrownBy(() -> load(models))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(specDir.resolve(Catalog.MANIFEST).toString())
        .hasMessageContaining(message);
  }
}
