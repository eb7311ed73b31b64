package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mmucheck.catalog.Model;
import org.mmucheck.mutants.Kill;
import org.mmucheck.mutants.code.CodeMutants;
import org.mmucheck.mutants.code.CodeTried;
import org.mmucheck.workbench.Workbench;

@Tag("slow")
class CodeMutantsTest {
  private static final Path SPEC = Path.of("../../spec");
  private static final Path TRACES = Path.of("../../traces");

  @Test
  void shouldNoticeCodeThatForgetsAnUnlock() throws Exception {
    List<CodeTried> tried = changing("unlockMmu");
    assertThat(tried).isNotEmpty();
    assertThat(tried)
        .filteredOn(each -> each.mutant().says().contains("TaskMutex::unlock"))
        .singleElement()
        .satisfies(
            each ->
                assertThat(each.kill())
                    .map(Kill::says)
                    .hasValueSatisfying(
                        says -> assertThat(says).contains("FinerLock_").contains("UnlockMmu(n0)")));
  }

  private static List<CodeTried> changing(String method) throws InterruptedException {
    Workbench workbench = Workbench.open(SPEC);
    List<Model> models =
        workbench.catalog().models().stream()
            .filter(model -> model.module().equals("FinerLock"))
            .toList();
    CodeMutants.Plan plan =
        new CodeMutants.Plan(
            name -> name.startsWith("org.mmucheck.model.finerlock."),
            name -> name.startsWith("org.mmucheck.model.") || name.startsWith("org.mmucheck.kvm."),
            mutant -> mutant.method().equals(method),
            TRACES,
            1,
            1_000,
            Duration.ofMinutes(1),
            1);
    return CodeMutants.tryAll(workbench, models, plan, each -> {});
  }
}
