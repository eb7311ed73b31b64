package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.catalog.Source;

/**
 * A design that reaches nothing, or is told of nothing, refines {@code SecondaryMmu} whatever it
 * does; so each model that shows a refinement comes to states in which there is something to keep.
 */
class RefinementTest {
  private static final Path SPEC = Path.of("..", "..", "spec");

  @TempDir static Path probes;

  static List<Model> refinements() {
    return Catalog.load(SPEC).models().stream()
        .filter(model -> model.name().matches(".*_Refines(OnceSplit)?"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("refinements")
  void shouldHaveSomethingToKeep(Model model) throws Exception {
    assertThat(isEverNonempty("reach", model)).as("something is in reach").isTrue();
    // A tracer does not see what becomes of a page.
    assertThat(isEverNonempty("gone", model))
        .as("a page is taken away")
        .isEqualTo(!model.module().equals("RecordedFault"));
    // A zap of KVM's own is told of nothing: it is KVM that asks.
    assertThat(isEverNonempty("told", model))
        .as("start returns")
        .isEqualTo(!model.module().equals("ZapGfnRange"));
  }

  private static boolean isEverNonempty(String variable, Model model) throws Exception {
    int index = List.of("reach", "told", "gone", "dead").indexOf(variable) + 1;
    String primary = model.name().contains("OnceSplit") ? "PrimaryOnceSplit" : "Primary";
    Files.writeString(
        probes.resolve("Probe.tla"),
        """
        ---- MODULE Probe ----
        EXTENDS %s
        Empty == %s!contract[%d] = {}
        ====
        """
            .formatted(model.module(), primary, index));
    Source source =
        new Source(
            probes,
            List.of(model.source().folder()),
            "Probe",
            UncheckedConfig.of(model.config()) + "INVARIANT Empty\n");
    Model probe = Model.of("Probe", source).build();
    return TlcRunner.run(probe, TlcOptions.oneWorker()).result() == Result.SAFETY_FAILURE;
  }
}
