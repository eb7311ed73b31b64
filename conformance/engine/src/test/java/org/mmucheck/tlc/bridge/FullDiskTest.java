package org.mmucheck.tlc.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.tlc.TlcException;

class FullDiskTest {
  private static final TlcException FAILURE =
      new TlcException(TlcException.NOT_FIT, "Wide.tla: java.io.IOException: Kein Platz");

  @TempDir private Path folder;

  @Test
  void shouldNameTheFolderWithoutRoom() {
    TlcException told = FullDisk.asReason(FAILURE, folder, 4096);
    assertThat(told.exitCode()).isEqualTo(153);
    assertThat(told)
        .hasMessage(
            FAILURE.getMessage()
                + "; there is no room left in "
                + folder
                + ", where TLC keeps what it has found; TMPDIR=DIR puts that elsewhere");
  }

  @Test
  void shouldLeaveOtherFailuresAlone() {
    assertThat(FullDisk.asReason(FAILURE, folder, 1L << 30)).isSameAs(FAILURE);
  }

  @Test
  void shouldTellHowMuchRoomThereIs() {
    assertThat(FullDisk.usable(folder)).isPositive().isLessThan(Long.MAX_VALUE);
    assertThat(FullDisk.usable(folder.resolve("none"))).isEqualTo(Long.MAX_VALUE);
  }
}
