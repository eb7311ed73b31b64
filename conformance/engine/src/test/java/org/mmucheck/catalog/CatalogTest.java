package org.mmucheck.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.catalog.Model.Expected;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.input.InputException;

class CatalogTest {
  private static final String RIGHT =
      """
      {"id": "a", "word": "right", "says": "The right design.", "holds": ["TypeOK", "Live"],
       "with": {"Size": 2, "Order": true, "Task": ["t0", "t1"], "None": "None",
                "Kind": "\\"own\\"", "Seq": {"operator": "Short"}, "Sets": [[], [1]]},
       "succeeds": {"Refines": {"holds": ["Refines"], "says": "It refines."}},
       "reaches": {"ReachEnd": "The end is reached."},
       "states": 16, "depth": 6, "tier": "full"}\
      """;
  private static final String BUG =
      """
      {"id": "b", "word": "no-order", "says": "The bug.", "like": "a", "with": {"Order": false},
       "kernel": {"commit": "3f2a91c0d4e1", "subject": "Fix it", "year": 2021},
       "breaks": {"Safe": 9, "Live": {"holds": ["TypeOK"], "says": "It never ends.",
                                      "tier": "full"}},
       "deadlocks": {"steps": 4, "name": "b_stuck"}}\
      """;
  private static final String ASSIGNED =
      """
      CONSTANTS
        Size = 2
        Order = TRUE
        Task = {t0, t1}
        None = None
        Kind = "own"
        Seq <- Short
        Sets = {{}, {1}}
      """;

  private static final Pins PINS =
      new Pins(new Checks("Spec", Set.of("TypeOK"), Set.of("Live"), false), Set.of());

  @TempDir Path specDir;

  @BeforeEach
  void createSpecs() throws IOException {
    Files.writeString(specDir.resolve("Root.tla"), "");
  }

  @Test
  void shouldMakeModelOfEachThingThatIsChecked() throws IOException {
    assertThat(load(RIGHT, BUG).models())
        .extracting(Model::name)
        .containsExactly(
            "Root_a",
            "Root_a_Refines",
            "Root_a_ReachEnd",
            "Root_b_Safe",
            "Root_b_Live",
            "Root_b_stuck");
  }

  @Test
  void shouldReadEveryFieldOfModel() throws IOException {
    Catalog catalog = load(RIGHT, BUG);

    assertThat(catalog.models().getFirst())
        .isEqualTo(
            Model.of(
                    "Root_a",
                    source(
                        "SPECIFICATION Spec\n"
                            + ASSIGNED
                            + "INVARIANTS\n  TypeOK\nPROPERTIES\n  Live\nCHECK_DEADLOCK FALSE\n"))
                .id("a")
                .word("right")
                .tier("full")
                .expected(new Expected(Result.SUCCESS, null, 16L, 6))
                .summary("The right design.")
                .pins(PINS)
                .build());
    assertThat(catalog.find("Root_b_Live"))
        .containsExactly(
            Model.of(
                    "Root_b_Live",
                    source(
                        "SPECIFICATION Spec\n"
                            + ASSIGNED.replace("TRUE", "FALSE")
                            + "INVARIANTS\n  TypeOK\nPROPERTIES\n  Live\nCHECK_DEADLOCK FALSE\n"))
                .id("b")
                .word("no-order")
                .row("Root_b")
                .tier("full")
                .expected(Result.LIVENESS_FAILURE, "Live")
                .kernel(new Model.Kernel("3f2a91c0d4e1", "Fix it", 2021))
                .summary("It never ends.")
                .pins(PINS)
                .build());
    Model stuck = catalog.find("Root_b_stuck").getFirst();
    assertThat(stuck.expected())
        .isEqualTo(new Expected(Result.DEADLOCK, null, null, null, null, 4));
    assertThat(stuck.config()).endsWith("CHECK_DEADLOCK TRUE\n").doesNotContain("INVARIANTS");
    assertThat(catalog.find("Root_b_Safe").getFirst().expected())
        .isEqualTo(new Expected(Result.SAFETY_FAILURE, "Safe", null, null, null, 9));
    assertThat(catalog.find("Root_a_ReachEnd").getFirst().summary())
        .isEqualTo("The end is reached.");
  }

  @Test
  void shouldFindModelsByNameRowIdAndWord() throws IOException {
    Catalog catalog =
        load(
            RIGHT,
            BUG,
            BUG.replace("\"b\"", "\"b\", \"name\": \"b_small\"")
                .replace("b_stuck", "b_small_stuck"));

    assertThat(catalog.find("Root_b_Safe")).hasSize(1);
    assertThat(catalog.find("Root_b")).hasSize(3);
    assertThat(catalog.find("b_small")).hasSize(3);
    assertThat(catalog.find("b")).hasSize(6).isEqualTo(catalog.find("no-order"));
    assertThat(catalog.findRows("b"))
        .extracting(Row::name)
        .containsExactly("Root_b", "Root_b_small");
    assertThat(catalog.findRows("Root_b").getFirst().checking("Refines"))
        .contains("Order = FALSE", "PROPERTIES\n  Refines\n")
        .doesNotContain("INVARIANTS");
  }

  @Test
  void shouldSuggestNearestNameOrWordForUnknownModel() throws IOException {
    Catalog catalog = load(RIGHT, BUG);

    assertThatThrownBy(() -> catalog.find("root_b_life"))
        .isInstanceOf(UnknownModelException.class)
        .hasMessage("no model 'root_b_life'; did you mean Root_b_Live?");
    assertThatThrownBy(() -> catalog.find("no-ordre"))
        .hasMessage("no model 'no-ordre'; did you mean no-order?");
  }

  @Test
  void shouldTakeSmallManifest() throws IOException {
    Files.writeString(
        specDir.resolve(Catalog.MANIFEST),
        """
        {"models": [
          {"id": "right", "with": {"Capacity": 2}, "holds": ["TypeOK", "NoLoss"]},
          {"id": "wrong", "like": "right", "with": {"Capacity": 3}, "breaks": ["NoLoss"]}]}
        """);
    Catalog catalog = Catalog.load(specDir);

    assertThat(catalog.models())
        .extracting(Model::name)
        .containsExactly("Root_right", "Root_wrong_NoLoss");
    assertThat(catalog.find("wrong").getFirst().config())
        .isEqualTo(
            """
            SPECIFICATION Spec
            CONSTANTS
              Capacity = 3
            INVARIANTS
              NoLoss
            CHECK_DEADLOCK TRUE
            """);
  }

  @Test
  void shouldReadFolderForEachProtocol() throws IOException {
    Path protocol = Files.createDirectories(specDir.resolve("all").resolve("Queue"));
    Files.writeString(protocol.resolve("Queue.tla"), "");
    Files.writeString(
        protocol.resolve(Catalog.MANIFEST),
        "{\"models\": [{\"id\": \"q\", \"breaks\": [\"NoLoss\"]}]}");
    Model model = Catalog.load(specDir.resolve("all")).models().getFirst();

    assertThat(model.name()).isEqualTo("Queue_q_NoLoss");
    assertThat(model.source().folder()).isEqualTo(protocol);
    assertThat(model.traceFile(Path.of("traces")))
        .isEqualTo(Path.of("traces", "Queue", "q", "Queue_q_NoLoss.itf.json"));
  }

  @Test
  void shouldTakeConstantsOfAnotherModulesRow() throws IOException {
    Files.writeString(specDir.resolve("RootInductive.tla"), "");
    Files.writeString(
        specDir.resolve(Catalog.MANIFEST),
        """
        {"module": "Root", "models": [
          {"id": "a", "with": {"Size": 2}, "holds": ["Safe"]},
          {"id": "a", "module": "RootInductive", "like": "Root_a", "specification": "InductiveSpec",
           "induction": "step", "holds": ["Inv"]}]}
        """);
    Model step = Catalog.load(specDir).find("RootInductive_a").getFirst();

    assertThat(step.induction()).isEqualTo(Model.Induction.STEP);
    assertThat(step.config()).startsWith("SPECIFICATION InductiveSpec\nCONSTANTS\n  Size = 2\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "says|sais|models[0].sais: unknown field; did you mean says?",
        "\"id\": \"a\"|\"tier\": \"quick\"|not JSON: Duplicate",
        "\"id\": \"a\", \"word\": \"right\",||models[0]: the field 'id' is missing; a row has an"
            + " id, a name, or both",
        "\"id\": \"a\"|\"id\": \"../a\"|models[0].id: '../a' must be letters",
        "\"right\"|\"Not Right\"|models[0].word: 'Not Right' must be small letters",
        "\"id\": \"a\"|\"id\": \"a\", \"module\": \"Toor\"|models[0].module: there is no file"
            + " Toor.tla",
        "\"id\": \"a\"|\"id\": \"a\", \"module\": \"../Root\"|must be the name of a module",
        "\"full\"|\"slow\"|models[0].tier: 'slow' must be quick or full",
        "16|1.5|models[0].states: must be a whole number from 1",
        "16|0|models[0].states: must be a whole number from 1",
        "6,|99999999999,|models[0].depth: must be a whole number from 1 to 2147483647",
        "\"depth\": 6|\"digest\": \"abc\"|models[0].digest: 'abc' must be 64 digits of hex",
        "\"None\": \"None\"|\"None\": \"No ne\"|models[0].with.None: must be true, false",
        "\"Size\": 2|\"Size\": 2.5|models[0].with.Size: must be true, false",
        "\"Size\": 2|\"Size\": {\"op\": \"X\"}|models[0].with.Size: must be true, false",
        "[1]|[null]|models[0].with.Sets[1][0]: must be true, false",
        "\"Size\"|\"Si ze\"|models[0].with.Si ze: is not the name of a constant",
        "[\"TypeOK\", \"Live\"]|[\"Live\", \"Live\"]|models[0].holds[1]: 'Live' twice",
        "[\"TypeOK\", \"Live\"]|\"Live\"|models[0].holds: must be a list of names",
        "\"holds\": [\"Refines\"], ||models[0].succeeds.Refines: the field 'holds' is missing",
        "\"The end is reached.\"|[]|models[0].reaches.ReachEnd: must be a number of steps",
        "\"ReachEnd\"|\"Reach End\"|models[0].reaches.Reach End: is not the name of a property",
      })
  void shouldRefuseWhatIsWrongWithItsPosition(String text, String wrong, String message) {
    assertThat(RIGHT).contains(text);
    refuses(message, RIGHT.replace(text, wrong == null ? "" : wrong), BUG);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"like\": \"a\"|\"like\": \"c\"|models[1].like: there is no row 'c' above; did you mean"
            + " Root_a?",
        "\"id\": \"b\"|\"id\": \"a\"|models[1].word: the word of a is 'right' already",
        "\"year\": 2021|\"year\": \"2021\"|models[1].kernel.year: must be a whole number from 1 to"
            + " 9999",
        ", \"year\": 2021||models[1].kernel: the field 'year' is missing",
        "9, |-9, |models[1].breaks.Safe: must be a number of steps",
        "4, |-4, |models[1].deadlocks.steps: must be a whole number from 0",
        "\"Safe\": 9|\"Safe\": 9}, \"reaches\": {\"Safe\": 9|models[1].reaches.Safe: is listed"
            + " under 'breaks' already",
        "\"word\": \"no-order\"|\"word\": \"a\"|models[1].word: 'a' is the id of another row",
        "\"says\": \"The bug.\"|\"says\": \"The bug.\", \"states\": 9|models[1].states: is of what"
            + " is explored to its end",
        "b_stuck|b_Safe|models[1]: 'Root_b_Safe' is already the name of another model",
      })
  void shouldRefuseWhatIsWrongInSecondRow(String text, String wrong, String message) {
    assertThat(BUG).contains(text);
    refuses(message, RIGHT, BUG.replace(text, wrong == null ? "" : wrong));
  }

  @Test
  void shouldRefuseRowThatChecksNothing() {
    refuses("models[0]: checks nothing; say what holds", "{\"id\": \"a\"}");
  }

  @Test
  void shouldRefuseToCheckNothingWhereDeadlocksAreAllowed() {
    refuses(
        "models[0].holds: lists nothing, and deadlocks are allowed",
        "{\"id\": \"a\", \"holds\": [], \"checkDeadlock\": false}");
  }

  @Test
  void shouldRefuseManifestWithoutModels() {
    refuses("models: lists no model");
  }

  @Test
  void shouldRefuseSecondRowOfOneName() {
    refuses("models[1].name: 'Root_a' is already the name of another row", RIGHT, RIGHT);
  }

  @Test
  void shouldRefuseModelOfTwoFolders() throws IOException {
    Path other = Files.createDirectories(specDir.resolve("Other"));
    Files.writeString(other.resolve("Root.tla"), "");
    Files.writeString(
        other.resolve(Catalog.MANIFEST), "{\"models\": [{\"id\": \"a\", \"holds\": []}]}");

    refuses("'Root_a' is a model in", RIGHT);
  }

  @Test
  void shouldRefuseNameThatCanNameNoFile() throws IOException {
    String row = "{\"id\": \"%s\", \"holds\": [\"TypeOK\"]}";
    refuses(
        "models[0]: 'Root_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn...' has 500,005 characters; a model's"
            + " name, with its module's, has at most 180",
        row.formatted("n".repeat(500_000)));
    refuses("has 181 characters", row.formatted("n".repeat(176)));
    assertThat(load(row.formatted("n".repeat(175))).models()).hasSize(1);
  }

  @Test
  void shouldSayWhereConfigurationsAreTaken() {
    refuses(
        "models[1].config: a row has constants in 'with', and properties in 'holds' or 'breaks',"
            + " and no file of them; `mmucheck check Root.tla Root.cfg` takes one as it is",
        RIGHT,
        "{\"name\": \"b\", \"module\": \"Root\", \"config\": \"Root.cfg\"}");
  }

  @Test
  void shouldAskForModuleWhereFolderHasSeveral() throws IOException {
    Files.writeString(specDir.resolve("Toor.tla"), "");

    refuses("the field 'module' is missing, and the folder has Root, Toor", RIGHT);
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
  void shouldRefuseFolderWithoutManifest() {
    assertThatThrownBy(() -> Catalog.load(specDir))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("models.json: no such file");
  }

  @Test
  void shouldCountInsertionsDeletionsAndReplacements() {
    assertThat(EditDistance.between("kitten", "sitting")).isEqualTo(3);
    assertThat(EditDistance.between("", "abc")).isEqualTo(3);
    assertThat(EditDistance.between("same", "same")).isZero();
  }

  private Source source(String config) {
    return new Source(specDir, "Root", config);
  }

  private Catalog load(String... rows) throws IOException {
    Files.writeString(
        specDir.resolve(Catalog.MANIFEST),
        "{\"temporal\": [\"Live\", \"Refines\"], \"checkDeadlock\": false, \"models\": ["
            + String.join(",", rows)
            + "]}");
    return Catalog.load(specDir);
  }

  private void refuses(String message, String... rows) {
    assertThatThrownBy(() -> load(rows))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(specDir.toString())
        .hasMessageContaining(message);
  }
}
