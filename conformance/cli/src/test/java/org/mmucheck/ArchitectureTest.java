package org.mmucheck;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmucheck.offending.OutsideOffender;
import org.mmucheck.points.offending.PointsOffender;
import org.mmucheck.value.Value;
import org.mmucheck.value.offending.Offender;

/** Which package may know which; see CONTRIBUTING.md. */
class ArchitectureTest {
  private static final String GENERAL =
      "the general part must serve another spec and another implementation";

  /** The engine's packages that no other module may use; all its others are public. */
  private static final String[] INTERNAL = {"org.mmucheck.tlc.bridge.."};

  private static final String[] ENGINE = {
    "org.mmucheck.ablation..",
    "org.mmucheck.bench..",
    "org.mmucheck.catalog..",
    "org.mmucheck.conform..",
    "org.mmucheck.diff..",
    "org.mmucheck.file..",
    "org.mmucheck.fuzz..",
    "org.mmucheck.graph..",
    "org.mmucheck.input..",
    "org.mmucheck.itf..",
    "org.mmucheck.log..",
    "org.mmucheck.meeting..",
    "org.mmucheck.mutants..",
    "org.mmucheck.reading..",
    "org.mmucheck.record..",
    "org.mmucheck.replay..",
    "org.mmucheck.report..",
    "org.mmucheck.sched..",
    "org.mmucheck.spec..",
    "org.mmucheck.subject..",
    "org.mmucheck.tlc..",
    "org.mmucheck.trace..",
    "org.mmucheck.validate..",
    "org.mmucheck.value..",
    "org.mmucheck.workbench.."
  };

  /** The one package of production code that runs JUnit's tests: those of code that is changed. */
  private static final String RUNS_TESTS = "org.mmucheck.mutants.code.tests..";

  private static JavaClasses project;

  @BeforeAll
  static void importClasses() {
    project =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.mmucheck");
  }

  static Stream<ArchRule> rules() {
    return Stream.of(
        noClasses()
            .that()
            .resideInAPackage("org.mmucheck..")
            .and()
            .resideOutsideOfPackages(
                "org.mmucheck.kvm..", "org.mmucheck.cli..", "org.mmucheck.model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.mmucheck.kvm..", "org.mmucheck.model..")
            .because(GENERAL),
        noClasses()
            .that()
            .resideOutsideOfPackage("org.mmucheck.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.mmucheck.cli..", "picocli..")
            .because("the command line composes everything and nothing needs it"),
        noClasses()
            .that()
            .resideInAnyPackage(
                "org.mmucheck.value..", "org.mmucheck.spec..", "org.mmucheck.trace..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("tools.jackson..")
            .because("files have their own packages"),
        noClasses()
            .that()
            .resideOutsideOfPackage("org.mmucheck.tlc..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tlc2..", "tla2sany..", "util..", "pcal..")
            .because("TLC's classes live in class loaders of their own"),
        noClasses()
            .that()
            .resideOutsideOfPackages("org.mmucheck.jqwik..", RUNS_TESTS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("net.jqwik..", "org.junit..")
            .because("the engine runs without what draws its schedules"),
        noClasses()
            .that()
            .resideInAPackage("org.mmucheck.compiled.plain..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.mmucheck.compiled",
                "org.mmucheck.compiled.build..",
                "org.mmucheck.compiled.code..",
                "org.mmucheck.compiled.ir..",
                "org.mmucheck.compiled.explore..",
                "org.mmucheck.compiled.value..")
            .because("who judges between two engines must not have learnt from either"),
        noClasses()
            .that()
            .resideOutsideOfPackages(ENGINE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(INTERNAL)
            .because("what plugs in and what sits on top use the engine's public packages only"),
        noClasses()
            .that()
            .resideInAnyPackage(ENGINE)
            .and()
            .resideOutsideOfPackage(RUNS_TESTS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.mmucheck.kvm..",
                "org.mmucheck.linux..",
                "org.mmucheck.model..",
                "org.mmucheck.jqwik..",
                "org.mmucheck.cli..",
                "net.jqwik..",
                "org.junit..",
                "picocli..")
            .because("the engine serves any spec and any code, and brings in no test framework"),
        noClasses()
            .that()
            .resideOutsideOfPackages("org.mmucheck.linux..", "org.mmucheck.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.mmucheck.linux..")
            .because("only who asks for Linux needs a machine to run it"),
        noClasses()
            .that()
            .resideInAPackage("org.mmucheck.value..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("java..", "org.jspecify..", "org.mmucheck.value..")
            .because("values come first in the order of the data"),
        noClasses()
            .that()
            .resideInAPackage("org.mmucheck.points..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("java..", "org.jspecify..", "org.mmucheck.points..")
            .because("production code depends on it"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void shouldKeepPackagesApart(ArchRule rule) {
    rule.check(project);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void shouldCatchAnOffender(ArchRule rule) {
    JavaClasses offender =
        new ClassFileImporter()
            .importClasses(Offender.class, OutsideOffender.class, PointsOffender.class);
    assertThatThrownBy(() -> rule.check(offender)).isInstanceOf(AssertionError.class);
  }

  @Test
  void shouldLetModelKnowNothingButTheJdk() {
    ArchRule rule =
        classes()
            .that()
            .resideInAPackage("org.mmucheck.model..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                "java..",
                "org.jspecify..",
                "com.google.errorprone.annotations..", // read by the compiler, absent at run time
                "org.mmucheck.model..");
    rule.check(project);
  }

  @Test
  void shouldDependOneWay() {
    slices().matching("org.mmucheck.(*)..").should().beFreeOfCycles().check(project);
  }

  @Test
  void shouldMarkEveryPackageForNullness() {
    List<String> unmarked =
        project.getPackage("org.mmucheck").getSubpackagesInTree().stream()
            .filter(p -> !p.getClasses().isEmpty())
            .filter(p -> !p.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .toList();
    assertThat(unmarked).isEmpty();
    assertThat(project.contain(Value.class)).as("looked at something").isTrue();
  }
}
