package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.workbench.Workbench;

/** State graphs as pictures. */
class PictureTest {
  private static final Path PROJECT = Path.of("..", "..");

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldDrawEachStateOfASmallModel() throws Exception {
    assertThat(run("AttributeFault_V4c_NoChange")).isZero();
    assertThat(picture())
        .startsWith("digraph \"AttributeFault_V4c_NoChange\" {\n")
        .containsPattern("n0 \\[label=\".* = .*\", penwidth=3\\]")
        .containsPattern("n0 -> n\\d+ \\[label=\"\\w+\"\\]")
        .doesNotContain("states)");
    String first = picture();
    run("AttributeFault_V4c_NoChange");
    assertThat(picture()).as("again").isEqualTo(first);
  }

  @Test
  void shouldGroupStatesByVariables() throws Exception {
    assertThat(run("FinerLock_right", "--by", "seq,inProgress")).isZero();
    assertThat(picture())
        .contains("seq = 0\\ninProgress = 0\\n(")
        .contains("[label=\"RaiseCount\"]")
        .doesNotContain("entry = ");
  }

  @Test
  void shouldSayWhyThereIsNoPicture() throws Exception {
    assertThat(run("FinerLock_right")).isEqualTo(2);
    assertThat(err.toString())
        .contains("713 states are more than 300 nodes", "for example --by ")
        .contains("; one path of FinerLock: ./mmucheck explain FinerLock_", " --format svg")
        .contains("seq 3", "inProgress 2");
    assertThat(folder.resolve("a.dot")).doesNotExist();
    Matcher proposed = Pattern.compile("for example --by ([\\w,]+)").matcher(err.toString());
    assertThat(proposed.find()).isTrue();
    assertThat(run("FinerLock_right", "--by", proposed.group(1))).as("what it proposes").isZero();
    Files.delete(folder.resolve("a.dot"));
    assertThat(run("FinerLock_right", "--by", "sec")).isEqualTo(2);
    assertThat(err.toString()).contains("no variable 'sec'; did you mean seq?");
  }

  @Test
  void shouldPrintOneDocumentForMachines() throws Exception {
    assertThat(run("AttributeFault_V4c_NoChange", "--json")).isZero();
    assertThat(out.toString())
        .startsWith("{")
        .contains("\"model\" : \"AttributeFault_V4c_NoChange\"");
    assertThat(run("AttributeFault_V4c_NoChange", "--json", "--walks", "2")).isNotZero();
    Files.delete(folder.resolve("a.dot"));
    assertThat(run("AttributeFault_V4c_NoChange", "--json", "--walks", "2")).isZero();
    assertThat(out.toString()).startsWith("{").contains("\"behaviours\" : 2");
  }

  @Test
  void shouldSayThatThePictureCannotBeWritten() throws Exception {
    Files.createDirectory(folder.resolve("a.dot"));
    assertThat(run("AttributeFault_V4c_NoChange")).isEqualTo(ExitCode.INPUT);
    assertThat(err.toString()).contains("a.dot: cannot be written: is a folder");
  }

  private String picture() throws Exception {
    return Files.readString(folder.resolve("a.dot"));
  }

  private int run(String model, String... options) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Console console =
        new Console(new PrintWriter(out), new PrintWriter(err), false, "./mmucheck", PROJECT);
    List<String> all = new ArrayList<>(List.of("graph"));
    all.add(model);
    all.addAll(List.of("--out", folder.resolve("a.dot").toString()));
    all.addAll(List.of(options));
    return new Cli(console, Workbench::open).run(all.toArray(String[]::new));
  }
}
