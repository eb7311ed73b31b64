package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.Test;
import org.mmucheck.tlc.Memory;

class EndingTest {
  private static final PrintWriter NOWHERE = new PrintWriter(PrintWriter.nullWriter());
  private static final Console CONSOLE =
      new Console(NOWHERE, NOWHERE, false, "./mmucheck", Path.of(""));

  /** Java says it with its own word only where it is the code that asks for memory. */
  @Test
  void shouldTellThatThereWasNoMemoryForAClass() {
    Ending ending =
        of(new ServiceConfigurationError("no provider", new OutOfMemoryError("Java heap space")));
    assertThat(ending.exitCode()).isEqualTo(Memory.EXHAUSTED);
    assertThat(ending.message()).startsWith("./mmucheck check ran out of memory");
  }

  @Test
  void shouldTakeAClassThatIsNotThereForAFaultOfOurs() {
    assertThat(of(new NoClassDefFoundError("Gone")).exitCode()).isEqualTo(ExitCode.INTERNAL);
  }

  private static Ending of(Throwable failure) {
    return Ending.of(failure, CONSOLE, List.of("check"));
  }
}
