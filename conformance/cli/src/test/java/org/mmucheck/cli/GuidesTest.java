package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmucheck.workbench.Workbench;

/** Every command of the guides prints what the guides show. */
@Tag("slow")
class GuidesTest {
  private static final Path PROJECT = Path.of("..", "..");
  private static final String INDENT = "    ";
  private static final String PROMPT = INDENT + "$ ./mmucheck ";
  private static final String LEFT_OUT = "...";

  @TempDir Path folder;

  record Example(String guide, String command, List<String> shown) {
    @Override
    public String toString() {
      return guide + ": " + command;
    }
  }

  static List<Example> examples() throws IOException {
    List<Example> examples = new ArrayList<>();
    try (Stream<Path> guides = Files.list(PROJECT.resolve("docs"))) {
      for (Path guide : guides.filter(file -> file.toString().endsWith(".md")).sorted().toList()) {
        Example open = null;
        for (String line : Files.readAllLines(guide)) {
          if (line.startsWith(PROMPT)) {
            open =
                new Example(
                    guide.getFileName().toString(),
                    line.substring(PROMPT.length()),
                    new ArrayList<>());
            examples.add(open);
          } else if (open != null && line.startsWith(INDENT)) {
            open.shown().add(line.substring(INDENT.length()));
          } else {
            open = null;
          }
        }
      }
    }
    return examples;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void shouldPrintWhatTheGuideShows(Example example) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(new PrintWriter(out), new PrintWriter(err), false, "./mmucheck", PROJECT);
    List<String> arguments = new ArrayList<>();
    for (String argument : example.command().split(" ")) {
      arguments.add(isOfProject(argument) ? PROJECT.resolve(argument).toString() : argument);
    }
    if (arguments.getFirst().equals("ablate")) {
      arguments.addAll(List.of("--traces", folder.toString()));
    }
    new Cli(console, Workbench::open).run(arguments.toArray(String[]::new));
    List<String> printed = new ArrayList<>(out.toString().lines().toList());
    for (String message : err.toString().lines().toList()) {
      printed.add(message);
      assertThat(example.shown()).as(message).anyMatch(shown -> isShown(shown, message));
    }
    int at = 0;
    boolean anywhere = false; // after lines that are left out
    for (String line : example.shown()) {
      if (line.equals(LEFT_OUT)) {
        anywhere = true;
        continue;
      }
      int found = at;
      while (anywhere && found < printed.size() && !isShown(line, printed.get(found))) {
        found++;
      }
      assertThat(found).as(line + "\nin\n" + out).isLessThan(printed.size());
      assertThat(isShown(line, printed.get(found))).as(line + "\nin\n" + out).isTrue();
      at = found + 1;
      anywhere = false;
    }
  }

  @Test
  void shouldFindExamples() throws IOException {
    assertThat(examples()).hasSizeGreaterThan(8);
  }

  /** Whether a reader would name it from the project's folder; a test runs in another one. */
  private static boolean isOfProject(String argument) {
    return argument.contains("/")
        && !argument.startsWith("target/")
        && Files.exists(PROJECT.resolve(argument));
  }

  /** The longer names of the project's files make columns wider. */
  private static boolean isShown(String shown, String printed) {
    return printed.contains(PROJECT + "/")
        ? isSame(narrow(shown), narrow(printed))
        : isSame(shown, printed)
            || (shown.startsWith("LOG ") && isSame(narrow(shown), narrow(printed)));
  }

  private static String narrow(String line) {
    return line.replace(PROJECT + "/", "").replaceAll(" +", " ");
  }

  private static boolean isSame(String shown, String printed) {
    return shown.endsWith(LEFT_OUT)
        ? printed.startsWith(shown.substring(0, shown.length() - LEFT_OUT.length()))
        : printed.equals(shown);
  }
}
