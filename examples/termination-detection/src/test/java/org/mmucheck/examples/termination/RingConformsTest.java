package org.mmucheck.examples.termination;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.mmucheck.catalog.Model;
import org.mmucheck.fuzz.FuzzReport;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.tlc.CheckOptions;
import org.mmucheck.tlc.CheckResult;
import org.mmucheck.trace.Trace;
import org.mmucheck.workbench.Conformed;
import org.mmucheck.workbench.Workbench;

/** The ring against its spec: each model is checked, replayed, walked to its end, and fuzzed. */
class RingConformsTest {
  private final Workbench workbench =
      Workbench.open(Path.of("spec"), List.of(new RingAdapter()));

  @TestFactory
  Stream<DynamicTest> shouldFindWhatEachModelExpectsAndReplayIt() {
    return quick().map(model -> DynamicTest.dynamicTest(model.name(), () -> check(model)));
  }

  @TestFactory
  Stream<DynamicTest> shouldTakeEveryStepOfTheSpecAndRefuseAllOthers() {
    return quick().map(model -> DynamicTest.dynamicTest(model.name(), () -> conform(model)));
  }

  @TestFactory
  Stream<DynamicTest> shouldKeepToTheSpecInRandomSchedules() {
    return quick().map(model -> DynamicTest.dynamicTest(model.name(), () -> fuzz(model)));
  }

  @Test
  @Tag("slow")
  void shouldConformInTheLargeModel() throws Exception {
    Model large = workbench.catalog().find("TerminationDetection_right_FiveMessages").getFirst();
    Workbench.Checked checked = workbench.checkAndConform(List.of(large), CheckOptions.quiet());
    assertThat(checked.checks().getFirst().differences()).isEmpty();
    Conformed conformed = checked.conformed().getFirst();
    assertThat(conformed.report().states()).isEqualTo(319_460);
    assertThat(conformed.report().verdict()).isEqualTo("conforms");
    System.err.println(conformed.report().line(large.name()) + " " + conformed.tlcSeconds() + " " + conformed.report().seconds());
  }

  private Stream<Model> quick() {
    return workbench.catalog().models().stream().filter(model -> model.tier().equals("quick"));
  }

  private void check(Model model) throws Exception {
    CheckResult result = workbench.check(List.of(model), CheckOptions.quiet()).getFirst();
    assertThat(result.failure()).isNull();
    assertThat(result.differences()).isEmpty();
    Trace trace = result.counterexample();
    if (trace != null) {
      int last = trace.steps().size() - 1;
      ReplayReport replayed = workbench.replay(model.name(), trace, model, model, last);
      assertThat(replayed.divergence()).isNull();
      System.err.println(model.name() + " steps " + last + "\n" + workbench.explain(trace, org.mmucheck.workbench.ExplainFormat.text));
    }
  }

  private void conform(Model model) throws Exception {
    Conformed conformed = workbench.conform(List.of(model), 2, begun -> {}).getFirst();
    assertThat(conformed.report().divergence()).isNull();
    assertThat(conformed.report().hidden()).isNull();
    System.err.println(conformed.report().line(model.name()));
  }

  private void fuzz(Model model) {
    FuzzReport report = workbench.fuzz(model, 200, 1);
    assertThat(report.diverges()).as(report.detail()).isFalse();
  }
}
