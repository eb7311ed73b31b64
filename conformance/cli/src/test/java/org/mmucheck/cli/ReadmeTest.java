package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mmucheck.workbench.Workbench;

/** What the README shows is what the program prints and what the files say. */
class ReadmeTest {
  private static final Path PROJECT = Path.of("..", "..");

  private static String readme;

  @BeforeAll
  static void read() throws IOException {
    readme = Files.readString(PROJECT.resolve("README.md"));
  }

  @Test
  void shouldShowTheTableThatExplainPrints() {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(new PrintWriter(out), new PrintWriter(err), false, "./mmucheck", PROJECT);
    int exitCode = new Cli(console, Workbench::open).run("explain", "RootLifetime_b_NoPageUAF");
    assertThat(err.toString()).isEmpty();
    assertThat(exitCode).isZero();
    String table =
        readme.substring(readme.indexOf("   CPU 0"), readme.indexOf("```\n\nThe notifier"));
    assertThat(out.toString()).contains(table.stripTrailing());
  }

  @Test
  void shouldShowTheBindingOfTheQuickStart() throws IOException {
    String test =
        Files.readString(PROJECT.resolve("examples/quickstart/src/test/java/slot/SlotTest.java"));
    String shown = readme.substring(readme.indexOf("@SpecTest"));
    assertThat(test).contains(shown.substring(0, shown.indexOf("```")));
  }
}
