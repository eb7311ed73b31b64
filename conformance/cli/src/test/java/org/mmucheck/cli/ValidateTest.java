package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.log.LogWriter;
import org.mmucheck.log.RecordedStep;
import org.mmucheck.log.Recording;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.trace.Trace;
import org.mmucheck.workbench.Workbench;

/** Committed counterexamples as if they had been recorded: the log names each step's mark. */
class ValidateTest {
  private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();

  @TempDir Path folder;

  @Test
  void shouldFindRecordedMistakeToBeBehaviourOfItsOwnDesignOnly() throws IOException {
    Path log = log("RootLifetime_b_NoPageUAF", Set.of());

    Run own = run("validate", log.toString());
    assertThat(own.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(own.out()).contains("a behaviour");

    Run other = run("validate", log.toString(), "--as", "RootLifetime_a2");
    assertThat(other.exitCode()).isEqualTo(ExitCode.NO_BEHAVIOUR);
    assertThat(other.out())
        .contains("NO BEHAVIOUR")
        .contains("line 2: FreeRoots(v0) by v0 is no step of RootLifetime_a2")
        .contains("0 of 13 steps are explained")
        .contains("the spec allows there: FreeRoots(v0)");
  }

  @Test
  void shouldSayTheSameWhicheverEngineEvaluates() throws IOException {
    String log = log("RootLifetime_b_NoPageUAF", Set.of("ZapSpte", "FindRoot")).toString();
    for (String design : List.of("RootLifetime_b_NoPageUAF", "RootLifetime_a2")) {
      Run tlc = run("validate", log, "--as", design, "--json");
      Run compiled = run("validate", log, "--as", design, "--json", "--engine", "compiled");
      Run both = run("validate", log, "--as", design, "--json", "--engine", "both");
      assertThat(compiled).isEqualTo(tlc);
      assertThat(both).isEqualTo(tlc);
    }
  }

  @Test
  void shouldSayWhatALogHides() throws IOException {
    Path log = log("RootLifetime_b_NoPageUAF", Set.of("ZapSpte", "FindRoot"));

    Run run = run("validate", log.toString(), "--json");

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).contains("\"hiddenSteps\" : 2").contains("\"valid\" : true");
  }

  @Test
  void shouldGiveNoVerdictBeyondTheLimitOfTheSet() throws IOException {
    Path log = log("RootLifetime_b_NoPageUAF", Set.of());

    Run run = run("validate", log.toString(), "--max-set", "1");

    assertThat(run.exitCode()).isEqualTo(ExitCode.UNFINISHED);
    assertThat(run.err()).contains("no verdict").contains("--max-set");
  }

  @Test
  void shouldRefuseLogOfAnotherModule() throws IOException {
    Path log = log("RootLifetime_b_NoPageUAF", Set.of());

    Run run = run("validate", log.toString(), "--as", "NotifierFault_V6");

    assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT);
    assertThat(run.err())
        .contains(
            "line 1: NotifierFault_V6 is a model of NotifierFault, not of RootLifetime, as the log"
                + " is; `models RootLifetime` lists those that are");
  }

  @Test
  void shouldSayHowToReadAKernelsLog() {
    Run run = run("validate", "../../linux/logs/7.3.4/seq.ndjson.gz");

    assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT);
    assertThat(run.err())
        .contains("seq.ndjson.gz: line 1: an event of a kernel; such a log is read with --kernel");
  }

  @Test
  void shouldWriteTheQuestionForTlc() throws IOException {
    Path log = log("RootLifetime_b_NoPageUAF", Set.of());

    Run run = run("validate", log.toString(), "--tla", folder.resolve("tla").toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(folder.resolve("tla/RootLifetimeLog.tla")).content().contains("LogIsNoBehaviour");
  }

  @Test
  void shouldRefuseLogOfModelThatIsNotHere() throws IOException {
    Path log = log("RootLifetime_b_NoPageUAF", Set.of());
    replace(log, "\"model\": \"RootLifetime_b_NoPageUAF\"", "\"model\": \"RootLifetime_bb\"");

    Run run = run("validate", log.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT);
    assertThat(run.err()).contains("line 1: no model is named \"RootLifetime_bb\"", "--as MODEL");

    assertThat(run("validate", log.toString(), "--as", "RootLifetime_b").exitCode())
        .isEqualTo(ExitCode.OK);
  }

  @Test
  void shouldSayThatTheConfigurationIsTheLogs() throws IOException {
    Path log = log("RootLifetime_b_NoPageUAF", Set.of());
    replace(log, "SPECIFICATION Spec", "SPECIFICATION Nope");

    Run run = run("validate", log.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT);
    assertThat(run.err()).contains(log + ": line 1: its \"config\" does not fit: ");
  }

  @Test
  void shouldNameTheParametersOfAnAction() throws IOException {
    Path log = log("RootLifetime_b_NoPageUAF", Set.of());
    replace(log, "\"args\": {\"v\": ", "\"args\": {\"vcpu\": ");

    Run run = run("validate", log.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT);
    assertThat(run.err()).contains("line 2: FreeRoots has no parameter vcpu; it has v");
  }

  private static void replace(Path log, String old, String with) throws IOException {
    String text = Files.readString(log);
    assertThat(text).contains(old);
    Files.writeString(log, text.replace(old, with));
  }

  private record Run(int exitCode, String out, String err) {}

  private static Run run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            new PrintWriter(out, true), new PrintWriter(err, true), false, "./mmucheck", HOME);
    int exitCode = new Cli(console, Workbench::open).run(args);
    return new Run(exitCode, out.toString(), err.toString());
  }

  private Path log(String name, Set<String> hidden) throws IOException {
    Model model = Catalog.load(HOME.resolve("spec")).find(name).getFirst();
    Trace trace = TraceFiles.read(model.traceFile(HOME.resolve("traces")));
    List<Trace.Step> steps = trace.steps();
    Set<String> observed =
        new java.util.TreeSet<>(
            ActionInstance.names(steps.stream().skip(1).map(Trace.Step::action).toList()));
    observed.removeAll(hidden);
    StringBuilder out = new StringBuilder();
    LogWriter writer =
        new LogWriter(
            out, new Recording.Header(model.module(), name, model.config(), observed, "a trace"));
    for (int i = 1; i < steps.size(); i++) {
      ActionInstance action = steps.get(i).action();
      if (action != null && observed.contains(action.action())) {
        writer.step(step(i, action, steps.get(i - 1).state(), steps.get(i).state()));
      }
    }
    writer.finish();
    return Files.writeString(folder.resolve(name + ".ndjson"), out);
  }

  private static RecordedStep step(int index, ActionInstance action, State from, State to) {
    return new RecordedStep(
        index + 1,
        action.args().values().stream().findFirst().map(Object::toString).orElse("host"),
        List.of(action.action()),
        action.args(),
        10L * index,
        10L * index,
        from.vars().stream()
            .filter(variable -> !from.value(variable).equals(to.value(variable)))
            .map(variable -> new RecordedStep.Written(variable, List.of(), to.value(variable)))
            .toList());
  }
}
