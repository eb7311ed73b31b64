package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;
import org.mmucheck.mutants.Kill;
import org.mmucheck.mutants.Layer;
import org.mmucheck.mutants.code.CodeMutant;
import org.mmucheck.mutants.code.CodeMutants;
import org.mmucheck.mutants.code.CodeReasons;
import org.mmucheck.mutants.code.CodeTried;
import org.mmucheck.mutants.code.tests.TestClasses;
import org.mmucheck.tlc.Limits;
import org.mmucheck.workbench.Workbench;

@Tag("slow")
class CodeMutantsTest {
  private static final Path SPEC = Path.of("../../spec");
  private static final Path TRACES = Path.of("../../traces");
  private static final Path TESTS = Path.of("../../model-java/target/test-classes");
  private static final String MODEL = "org.mmucheck.model.";

  @TempDir Path folder;

  @Test
  void shouldNoticeCodeThatForgetsAnUnlock() throws Exception {
    List<Model> models = models(model -> model.module().equals("FinerLock"));
    Predicate<CodeMutant> wanted =
        mutant ->
            mutant.className().startsWith(MODEL + "finerlock.")
                && mutant.method().equals("unlockMmu");
    List<CodeTried> tried =
        tryAll(models, Set.of(Layer.REPLAY, Layer.CONFORM), wanted, TestClasses.none()).tried();
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

  /** One class of the code's tests, that races threads or does not. */
  @ParameterizedTest
  @CsvSource({
    "sync.Rcu, readUnlock, sync/RcuTest.class, UNIT, RcuTest",
    "bits.LeafSpte, zap, bits/BitsStressTest*.class, STRESS, BitsStressTest"
  })
  void shouldNoticeByTheCodesOwnTests(
      String className, String method, String tests, Layer layer, String test) throws Exception {
    copyTests(tests, "JitterProbe.class", "LedThread.class", "Race.class", "Race$*.class");
    Predicate<CodeMutant> wanted =
        mutant -> mutant.className().equals(MODEL + className) && mutant.method().equals(method);
    CodeMutants.Result result =
        tryAll(List.of(), Set.of(layer), wanted, TestClasses.of(List.of(folder)));
    assertThat(result.leftOut()).isEmpty();
    assertThat(result.tried())
        .filteredOn(each -> each.kill().isPresent())
        .isNotEmpty()
        .allSatisfy(
            each -> {
              assertThat(each.kill()).map(Kill::layer).contains(layer);
              assertThat(each.kill()).map(Kill::model).contains(test);
            });
  }

  @Test
  void shouldLeaveOutTestsThatFailOnTheCodeAsItIs() throws Exception {
    copyTests("bits/BitsStressTest*.class"); // without what they need
    CodeMutants.Result result =
        tryAll(List.of(), Set.of(Layer.STRESS), mutant -> true, TestClasses.of(List.of(folder)));
    assertThat(result.tried()).isEmpty();
    assertThat(result.leftOut())
        .singleElement()
        .satisfies(kill -> assertThat(kill.says()).contains("NoClassDefFoundError", "JitterProbe"));
  }

  @Test
  void shouldRefuseFoldersWithoutTests() {
    Path missing = folder.resolve("nowhere");
    assertThatThrownBy(() -> TestClasses.of(List.of(missing)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("nowhere: no such file or folder");
    assertThatThrownBy(() -> TestClasses.of(List.of(folder)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has no class *Test.class: run mvn test-compile first");
  }

  /** A reason that is not true any more would hide a fault. */
  @Test
  void shouldNotNoticeWhatAReasonCallsNoFault() throws Exception {
    CodeReasons reasons = CodeReasons.in(SPEC);
    List<CodeTried> tried =
        tryAll(
                models(model -> Tier.quick.includes(model)),
                Set.of(Layer.UNIT, Layer.CONFORM),
                mutant -> reasons.why(mutant).isPresent(),
                TestClasses.of(List.of(TESTS)))
            .tried();
    assertThat(tried).isNotEmpty();
    assertThat(reasons.stale(tried)).isEmpty();
  }

  private static List<Model> models(Predicate<Model> wanted) {
    return Workbench.open(SPEC).catalog().models().stream().filter(wanted).toList();
  }

  /** Of each module the smallest graph. */
  private static CodeMutants.Result tryAll(
      List<Model> models, Set<Layer> layers, Predicate<CodeMutant> wanted, TestClasses tests)
      throws InterruptedException {
    CodeMutants.Plan plan =
        new CodeMutants.Plan(
            layers,
            name -> name.startsWith(MODEL),
            name -> name.startsWith(MODEL) || name.startsWith("org.mmucheck.kvm."),
            wanted,
            TRACES,
            tests,
            1,
            1_000,
            Duration.ofMinutes(1),
            2,
            Limits.NONE);
    return CodeMutants.tryAll(Workbench.open(SPEC), models, plan, each -> {});
  }

  private void copyTests(String... patterns) throws IOException {
    Path from = TESTS.resolve("org/mmucheck/model");
    for (String pattern : patterns) {
      PathMatcher wanted = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
      try (Stream<Path> files = Files.walk(from)) {
        for (Path file : files.filter(each -> wanted.matches(from.relativize(each))).toList()) {
          Path to = folder.resolve(TESTS.relativize(file).toString());
          Files.createDirectories(to.getParent());
          Files.copy(file, to);
        }
      }
    }
  }
}
