package org.mmucheck.linux.subject;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.input.InputException;
import org.mmucheck.linux.kernel.KernelPoints;
import org.mmucheck.linux.kernel.PointTable;
import org.mmucheck.linux.lab.LabException;

class LinuxAdapterTest {
  private static final Path POINTS = Path.of("../../linux/points");

  private static KernelPoints points(String protocol, String version) {
    return PointTable.read(POINTS.resolve(protocol + ".json")).of(version);
  }

  @ParameterizedTest
  @CsvSource({
    "NotifierFault, 6.1.192",
    "RootLifetime, 6.1.192",
    "GfnToPfnCache, 6.12.117",
    "GfnToPfnCache, 7.3.4"
  })
  void shouldSteerKernelsThroughProtocolsThatTheirTablesKnow(String protocol, String version) {
    assertThatCode(() -> LinuxAdapter.known("debian:" + version, points(protocol, version)))
        .doesNotThrowAnyException();
  }

  @Test
  void shouldRefuseKernelThatHasNoStepOfTheProtocolWithTheTablesReason() {
    assertThatThrownBy(
            () -> LinuxAdapter.known("debian:6.1.192", points("GfnToPfnCache", "6.1.192")))
        .isInstanceOf(LabException.class)
        .hasMessage(
            "debian:6.1.192 cannot be steered through GfnToPfnCache: 6.1 activates and deactivates"
                + " a cache without refresh_lock: another design, which was not bound");
    KernelPoints nothing =
        new KernelPoints(
            "NotifierFault", "6.6", List.of(), List.of(), List.of(), List.of(), List.of());
    assertThatThrownBy(() -> LinuxAdapter.known("bzImage", nothing))
        .isInstanceOf(LabException.class)
        .hasMessage("bzImage cannot be steered through NotifierFault: nobody has looked");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NotifierFault", "RootLifetime", "GfnToPfnCache"})
  void shouldRefuseKernelThatTableOfPointsHasNoRowFor(String protocol) {
    assertThatThrownBy(() -> points(protocol, "6.6.63"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            POINTS.resolve(protocol + ".json")
                + ": kernels: no points for 6.6.63; only for 7.3, 6.12, 6.1");
  }
}
