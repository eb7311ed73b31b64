package org.mmucheck.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Source;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Binding;
import org.mmucheck.subject.Subject;
import org.mmucheck.tlc.Specs;
import org.mmucheck.tlc.TlcSpec;
import org.mmucheck.trace.Trace;
import org.mmucheck.value.Value;

/** With a module that TLC evaluates. */
class FuzzTargetTest {
  private static final Trace.Meta META = new Trace.Meta("Drain", "Drain", "", "", "", "");

  @TempDir Path folder;

  @BeforeEach
  void writeModule() throws IOException {
    Files.writeString(
        folder.resolve("Drain.tla"),
        """
        ---- MODULE Drain ----
        EXTENDS Integers
        VARIABLE level
        Init == level = 3
        Take == level > 0 /\\ level' = level - 1
        Spill == level = 2 /\\ level' = 0
        Next == Take \\/ Spill
        Spec == Init /\\ [][Next]_level
        Small == level < 4
        AlwaysWet == [](level > 0)
        ByOne == [][level' = level - 1]_level
        ====
        """);
  }

  @Test
  void shouldCheckInvariantsPropertiesOfStatesAndPropertiesOfSteps() throws IOException {
    String always = "INVARIANT Small\nPROPERTIES AlwaysWet ByOne\nCHECK_DEADLOCK FALSE\n";
    try (TlcSpec spec = open(always, Model.Result.SAFETY_FAILURE, "ByOne")) {
      FuzzTarget target = target(spec, Model.Result.SAFETY_FAILURE, "ByOne");
      assertThat(target.stateProperties()).containsExactly("Small", "AlwaysWet");
      assertThat(target.stepProperties()).containsExactly("ByOne");
      assertThat(target.checksDeadlock()).isFalse();
    }
  }

  @Test
  void shouldFindStepThatThePropertyForbids() throws IOException {
    Model.Result fails = Model.Result.SAFETY_FAILURE;
    try (TlcSpec spec = open("PROPERTY ByOne\nCHECK_DEADLOCK FALSE\n", fails, "ByOne")) {
      FuzzReport report = Fuzzer.fuzz(target(spec, fails, "ByOne"), 100, 1);
      assertThat(report.detail()).isEqualTo("ByOne breaks after Spill (schedule: Take, Spill)");
      assertThat(report.verdict()).isEqualTo(FuzzReport.Verdict.FOUND);
    }
  }

  @Test
  void shouldFindStateThatThePropertyForbids() throws IOException {
    Model.Result fails = Model.Result.SAFETY_FAILURE;
    try (TlcSpec spec = open("PROPERTY AlwaysWet\nCHECK_DEADLOCK FALSE\n", fails, "AlwaysWet")) {
      FuzzReport report = Fuzzer.fuzz(target(spec, fails, "AlwaysWet"), 100, 1);
      assertThat(report.broken()).isEqualTo("AlwaysWet");
      assertThat(report.verdict()).isEqualTo(FuzzReport.Verdict.FOUND);
    }
  }

  @Test
  void shouldTakeTheEndForDeadlockUnlessTheConfigurationAllowsIt() throws IOException {
    try (TlcSpec spec = open("INVARIANT Small\n", Model.Result.DEADLOCK, null)) {
      FuzzReport report = Fuzzer.fuzz(target(spec, Model.Result.DEADLOCK, null), 100, 1);
      assertThat(report.verdict()).isEqualTo(FuzzReport.Verdict.FOUND);
      assertThat(report.broken()).isEqualTo(FuzzReport.DEADLOCK);
    }
    String allowed = "INVARIANT Small\nCHECK_DEADLOCK FALSE\n";
    try (TlcSpec spec = open(allowed, Model.Result.SUCCESS, null)) {
      FuzzReport report = Fuzzer.fuzz(target(spec, Model.Result.SUCCESS, null), 100, 1);
      assertThat(report.verdict()).isEqualTo(FuzzReport.Verdict.PASSED);
    }
  }

  private TlcSpec open(String config, Model.Result result, @Nullable String property)
      throws IOException {
    return Specs.open(model("SPECIFICATION Spec\n" + config, result, property));
  }

  private FuzzTarget target(TlcSpec spec, Model.Result result, @Nullable String property) {
    return FuzzTarget.of(model("", result, property), spec, new Drain(spec), META);
  }

  private Model model(String config, Model.Result result, @Nullable String property) {
    return Model.of("Drain", new Source(folder, "Drain", config))
        .expected(result, property)
        .build();
  }

  /** The module in Java. */
  private record Drain(Spec spec) implements Adapter {
    @Override
    public String module() {
      return "Drain";
    }

    @Override
    public Binding bind(List<String> vars, Map<String, Value> constants, Set<String> actions) {
      return () -> start(vars);
    }

    private Subject start(List<String> vars) {
      return new Subject() {
        private int level = 3;

        @Override
        public State state() {
          return new State(vars, Value.of(level));
        }

        @Override
        public boolean tryStep(ActionInstance action) {
          boolean takes = action.action().equals("Take");
          if (takes ? level == 0 : level != 2) {
            return false;
          }
          level = takes ? level - 1 : 0;
          return true;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public List<String> actions() {
      return List.of("Take", "Spill");
    }

    @Override
    public Caption caption(ActionInstance action) {
      return new Caption("drain", "drain", action.action());
    }
  }
}
