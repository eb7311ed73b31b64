package org.mmucheck.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.input.InputException;
import org.mmucheck.replay.Divergence;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.replay.Schedule;
import org.mmucheck.tlc.CheckOptions;

class AblationTest {
  private static final String GUARD =
      "\"Guard\": {\"at\": \"large\", \"breaks\": \"Small\", \"steps\": 3}";
  private static final String SPARE = "\"Spare\": \"Nobody asks for it.\"";
  private static final String FIXED = "\"Fixed\": {\"ruledOut\": \"An axiom.\"}";

  @TempDir Path folder;
  private int replayed;

  @Test
  void shouldFindWhatTheManifestSays() throws Exception {
    List<Ablated> orderings = ablate(GUARD, SPARE, FIXED);

    assertThat(orderings).extracting(Ablated::constant).containsExactly("Guard", "Spare", "Fixed");
    assertThat(orderings).allSatisfy(ordering -> assertThat(ordering.problems()).isEmpty());
    Ablated guard = orderings.getFirst();
    assertThat(guard.breaks()).isEqualTo("Small");
    assertThat(guard.steps()).isEqualTo(3);
    assertThat(guard.at().name()).isEqualTo("Latch_large");
    assertThat(guard.replay().conforms()).isTrue();
    assertThat(replayed).isEqualTo(1);
    assertThat(orderings.get(1).why()).isEqualTo("Nobody asks for it.");
    assertThat(orderings.get(1).breaks()).isNull();
    assertThat(orderings.getLast().why()).isEqualTo("An axiom.");
  }

  @Test
  void shouldNoticeThatItTakesOtherSteps() throws Exception {
    assertThat(ablate(GUARD.replace("3}", "4}"), SPARE, FIXED).getFirst().problems())
        .containsExactly("should break Small in 4 steps, but takes 3");
  }

  @Test
  void shouldNoticeThatNothingBreaksAtThatSize() throws Exception {
    assertThat(ablate(GUARD.replace("\"at\": \"large\", ", ""), SPARE, FIXED).getFirst().problems())
        .containsExactly("Small should break at the size of Latch_small");
  }

  @Test
  void shouldNoticeThatAReasonIsWrong() throws Exception {
    String wrong = "\"Guard\": \"Who needs it?\"";
    assertThat(ablate(wrong, SPARE, FIXED).getFirst().problems())
        .containsExactly("should break nothing, but at the size of Latch_large breaks Small");
  }

  @Test
  void shouldLookAtTheDesignsSizesForWhatNobodyExplains() throws Exception {
    List<Ablated> orderings = ablate();

    assertThat(orderings.getFirst().problems())
        .containsExactly(
            "the manifest does not explain it; it breaks Small at the size of Latch_large in 3"
                + " steps");
    assertThat(orderings.get(1).problems())
        .containsExactly("the manifest does not explain it; it breaks nothing at 2 sizes");
    assertThat(orderings.getLast().problems())
        .containsExactly("the manifest does not explain it; the module rules it out");
  }

  @Test
  void shouldNoticeOrderingThatTheDesignDoesNotHave() throws Exception {
    String other = "\"Other\": \"It is not there.\"";
    assertThat(ablate(GUARD, SPARE, FIXED, other).getLast().problems())
        .containsExactly("is not TRUE in Latch_small.cfg");
  }

  @Test
  void shouldNoticeThatTheModuleAllowsWhatIsSaidToBeRuledOut() throws Exception {
    String wrong = "\"Spare\": {\"ruledOut\": \"Nobody asks for it.\"}";
    assertThat(ablate(GUARD, wrong, FIXED).get(1).problems())
        .containsExactly(
            "the module allows it at the size of Latch_small",
            "the module allows it at the size of Latch_large");
  }

  @Test
  void shouldNoticeCodeThatDoesNotFollow() throws Exception {
    Catalog catalog = LatchSpec.in(folder, design(GUARD, SPARE, FIXED));
    List<Ablated> orderings =
        Ablation.of(
            catalog,
            catalog.designs(),
            constant -> true,
            options(),
            (model, trace) -> new ReplayReport(0, divergence()));
    assertThat(orderings.getFirst().problems())
        .containsExactly(
            "the code, with the same ordering switched off, does not follow the trace");
  }

  @Test
  void shouldRefuseSizeOfUnknownModel() {
    assertThatThrownBy(
            () ->
                LatchSpec.in(
                    folder, design(GUARD).replace("\"at\": \"large\"", "\"at\": \"larg\"")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("models[0].ablation.orderings.Guard.at")
        .hasMessageContaining("did you mean Latch_large?");
  }

  private List<Ablated> ablate(String... orderings) throws IOException, InterruptedException {
    Catalog catalog = LatchSpec.in(folder, design(orderings));
    return Ablation.of(
        catalog,
        catalog.designs(),
        constant -> true,
        options(),
        (model, trace) -> {
          replayed++;
          return new ReplayReport(trace.steps().size() - 1, null);
        });
  }

  private static CheckOptions options() {
    return new CheckOptions(1, null, (model, progress) -> {}, null);
  }

  private static String design(String... orderings) {
    return """
    {"also": ["large"], "environment": ["May"], "orderings": {%s}}
    """
        .formatted(String.join(", ", orderings));
  }

  private static Divergence divergence() {
    return new Divergence(
        Divergence.Kind.STATE, 1, 1, null, "x", "1", "2", List.of(), null, new Schedule(List.of()));
  }
}
