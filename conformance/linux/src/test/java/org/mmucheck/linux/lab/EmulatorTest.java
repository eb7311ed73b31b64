package org.mmucheck.linux.lab;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EmulatorTest {
  @TempDir private Path folder;

  private void start(String emulator, Duration patience) {
    Emulator.start(List.of("sh", "-c", emulator), folder, UnaryOperator.identity(), patience);
  }

  @Test
  @Timeout(60)
  void shouldNotWaitForAnEmulatorThatHasEnded() {
    assertThatThrownBy(() -> start("echo 'no such drive'; exit 1", Duration.ofMinutes(9)))
        .isInstanceOf(LabException.class)
        .hasMessage("QEMU does not start: no such drive");
  }

  @Test
  @Timeout(60)
  void shouldTellHowAnEmulatorHasEndedThatSaysNothing() {
    assertThatThrownBy(() -> start("exit 3", Duration.ofMinutes(9)))
        .hasMessage("QEMU does not start: it has ended with 3");
  }

  @Test
  @Timeout(60)
  void shouldTellAnEmulatorThatIsSlowFromOneThatFails() {
    assertThatThrownBy(() -> start("echo 'a warning'; read line", Duration.ofSeconds(1)))
        .isInstanceOf(LabException.class)
        .hasMessage(
            "QEMU runs, but is not ready after 1 s, as on a machine with too much else to do:"
                + " a warning");
  }
}
