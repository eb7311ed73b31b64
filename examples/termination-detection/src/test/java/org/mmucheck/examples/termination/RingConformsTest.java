package org.mmucheck.examples.termination;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.mmucheck.catalog.Model;
import org.mmucheck.fuzz.FuzzReport;
import org.mmucheck.tlc.CheckOptions;
import org.mmucheck.tlc.CheckResult;
import org.mmucheck.trace.Trace;
import org.mmucheck.workbench.Conformed;
import org.mmucheck.workbench.Workbench;

/** The ring against its spec: each model is checked, replayed, walked to its end, and fuzzed. */
class RingConformsTest {
  private static final int RIGHT_STATES = 319_460;

  /** How many steps the shortest counterexample of each mistake has. */
  private static final Map<String, Integer> STEPS =
      Map.of(
          "uncounted", 6,
          "stays-white", 10,
          "wakes-late", 7,
          "passes-while-active", 3,
          "spares-token", 11,
          "ignores-own-colour", 10,
          "ignores-own-balance", 6,
          "stays-black", 7,
          "token-stays-black", 8);

  private final Workbench workbench = Workbench.open(Path.of("spec"), List.of(new RingAdapter()));

  @TestFactory
  Stream<DynamicTest> shouldFindWhatEachModelExpects() {
    return each(this::check);
  }

  @TestFactory
  Stream<DynamicTest> shouldTakeEveryStepOfTheSpecAndRefuseAllOthers() {
    return each(this::conform);
  }

  @TestFactory
  Stream<DynamicTest> shouldKeepToTheSpecInRandomSchedules() {
    return each(this::fuzz);
  }

  @Test
  @Tag("slow")
  void shouldConformInTheLargeModel() throws Exception {
    Model large = workbench.catalog().find("TerminationDetection_right_FiveMessages").getFirst();
    Workbench.Checked checked = workbench.checkAndConform(List.of(large), CheckOptions.quiet());
    assertThat(checked.checks().getFirst().differences()).isEmpty();
    Conformed conformed = checked.conformed().getFirst();
    assertThat(conformed.report().states()).isEqualTo(RIGHT_STATES);
    assertThat(conformed.report().verdict()).isEqualTo("conforms");
    assertThat(Path.of("README.md")).content().contains(conformed.report().line(large.name()));
  }

  private interface Body {
    void run(Model model) throws Exception;
  }

  private Stream<DynamicTest> each(Body body) {
    return workbench.catalog().models().stream()
        .filter(model -> model.tier().equals("quick"))
        .map(model -> DynamicTest.dynamicTest(model.name(), () -> body.run(model)));
  }

  private void check(Model model) throws Exception {
    CheckResult result = workbench.check(List.of(model), CheckOptions.quiet()).getFirst();
    assertThat(result.failure()).isNull();
    assertThat(result.differences()).isEmpty();
    Trace trace = result.counterexample();
    if (trace != null) {
      replay(model, trace);
    }
  }

  /** The code with the mistake follows its trace; the right code does not. */
  private void replay(Model model, Trace trace) {
    int last = trace.steps().size() - 1;
    assertThat(workbench.replay(model.name(), trace, model, model, last).divergence()).isNull();
    if (STEPS.containsKey(model.id())) {
      assertThat(last).isEqualTo(STEPS.get(model.id()));
      Model right = workbench.catalog().find("TerminationDetection_right").getFirst();
      assertThat(workbench.replay(model.name(), trace, model, right, last).divergence())
          .as("the right code on this trace")
          .isNotNull();
    }
  }

  private void conform(Model model) throws Exception {
    Conformed conformed = workbench.conform(List.of(model), 1, begun -> {}).getFirst();
    assertThat(conformed.report().divergence()).isNull();
    assertThat(conformed.report().hidden()).isNull();
  }

  private void fuzz(Model model) {
    FuzzReport report = workbench.fuzz(model, 200, 1);
    assertThat(report.diverges()).as(report.detail()).isFalse();
  }
}
