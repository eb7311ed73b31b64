package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a program prints, kept in a file. {@code mvn test -Dgolden=refresh} writes the files anew,
 * so that a change is read as a difference before it is committed.
 */
final class Golden {
  private static final Path RESOURCES = Path.of("src/test/resources");

  private Golden() {}

  /**
   * @param file below the test resources
   */
  static void requireSame(String file, String printed) throws IOException {
    requireSame(RESOURCES.resolve(file), printed);
  }

  static void requireSame(Path golden, String printed) throws IOException {
    if ("refresh".equals(System.getProperty("golden"))) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, printed);
    }
    assertThat(golden).as("mvn test -Dgolden=refresh writes it anew").exists();
    assertThat(printed).as(golden.toString()).isEqualTo(Files.readString(golden));
  }
}
