package org.mmucheck.tlc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.rmi.server.UnicastRemoteObject;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.tlc.peer.ServerMain;
import org.mmucheck.tlc.peer.WorkerMain;
import org.mmucheck.value.Value;

class IsolationTest {
  private static final String BRIDGE = "org.mmucheck.tlc.bridge..";

  /** The programs of processes of their own, for a server and workers, where TLC need not share. */
  private static final String PEER = "org.mmucheck.tlc.peer..";

  private static final String[] TLC = {"tlc2..", "tla2sany..", "util.."};

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.mmucheck");

  @Test
  void shouldReachTlcThroughTheBridgeOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(BRIDGE, PEER)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(TLC)
        .check(classes);
  }

  @Test
  void shouldStartProgramsWithTlcAsProcessesOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(PEER)
        .should()
        .callMethod(ServerMain.class, "main", String[].class)
        .orShould()
        .callMethod(WorkerMain.class, "main", String[].class)
        .check(classes);
  }

  @Test
  void shouldReachTheBridgeByNameOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(BRIDGE)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(BRIDGE)
        .check(classes);
  }

  @Test
  void shouldLoadTlcAnewAndShareOurValues() throws Exception {
    try (IsolatedLoader one = new IsolatedLoader();
        IsolatedLoader two = new IsolatedLoader()) {
      assertThat(one.loadClass("tlc2.TLCGlobals")).isNotSameAs(two.loadClass("tlc2.TLCGlobals"));
      assertThat(one.loadClass(Value.class.getName())).isSameAs(Value.class);
      assertThat(one.opener().getClass().getClassLoader()).isSameAs(one);
    }
  }

  @Test
  void shouldKeepSetsOfStatesOffTheNetwork() throws Exception {
    try (IsolatedLoader loader = new IsolatedLoader()) {
      for (String set : List.of("tlc2.tool.fp.OffHeapDiskFPSet", "tlc2.tool.fp.MultiFPSet")) {
        assertThat(UnicastRemoteObject.class.isAssignableFrom(loader.loadClass(set)))
            .as(set)
            .isFalse();
      }
    }
  }

  @Test
  void shouldHideTheRestOfTheClassPath() throws IOException {
    try (IsolatedLoader loader = new IsolatedLoader()) {
      assertThatThrownBy(() -> loader.loadClass("org.assertj.core.api.Assertions"))
          .isInstanceOf(ClassNotFoundException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldRegisterNothingInTheWholeProcess(boolean recorded) throws Exception {
    Model lively = TestSpecs.model("Counter", "CounterGood");
    try (TlcSession session = TlcSessions.open(lively)) {
      assertThat(session.checksLiveness()).isTrue();
      TlcResult result =
          recorded
              ? session.capture(TlcOptions.oneWorker()).result()
              : session.check(TlcOptions.oneWorker());
      assertThat(result.result()).isEqualTo(Model.Result.SUCCESS);
    }

    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    assertThat(beans.queryNames(new ObjectName("tlc2*:*"), null)).isEmpty();
  }

  @Test
  void shouldDeleteScratchFilesAndFolders() throws IOException {
    ScratchDir scratch = new ScratchDir();
    Path deep = Files.createDirectories(scratch.path().resolve("a/b"));
    Files.writeString(deep.resolve("file"), "content");

    scratch.close();

    assertThat(scratch.path()).doesNotExist();
  }
}
