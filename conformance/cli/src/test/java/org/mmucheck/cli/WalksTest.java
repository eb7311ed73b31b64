package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.trace.Trace;
import org.mmucheck.workbench.Workbench;

/** Behaviours that are drawn from a state graph. */
class WalksTest {
  private static final Path PROJECT = Path.of("..", "..");
  private static final String MODEL = "FinerLock_right";

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldDrawBehavioursThatCodeFollows() {
    assertThat(walk("a", "--walks", "12")).isZero();
    assertThat(out.toString()).startsWith(MODEL + ": 12 behaviours, ");
    assertThat(run("replay", folder.resolve("a").toString())).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void shouldDrawTheSameWithTheSameSeed() throws Exception {
    walk("a", "--walks", "5", "--seed", "7");
    walk("b", "--walks", "5", "--seed", "7");
    walk("c", "--walks", "5", "--seed", "8");
    assertThat(texts("a")).hasSize(5).isEqualTo(texts("b")).isNotEqualTo(texts("c"));
  }

  @Test
  void shouldNeverGoBackNorTakeOnlyWhatAnotherHasTaken() {
    walk("a", "--walks", "12");
    List<String> known = new ArrayList<>();
    for (Path file : TraceFiles.list(folder.resolve("a"))) {
      List<Trace.Step> steps = TraceFiles.read(file).steps();
      assertThat(steps.stream().map(Trace.Step::state)).doesNotHaveDuplicates();
      List<String> transitions = new ArrayList<>();
      for (int i = 1; i < steps.size(); i++) {
        transitions.add(steps.get(i - 1).state() + " " + steps.get(i).action());
      }
      assertThat(known.containsAll(transitions)).as(file.toString()).isFalse();
      known.addAll(transitions);
    }
  }

  @Test
  void shouldLeaveOutBehavioursThatTakeNothingNew() {
    assertThat(walk("a", "--walks", "3000")).isZero();
    assertThat(TraceFiles.list(folder.resolve("a"))).hasSizeBetween(13, 2000);
  }

  @Test
  void shouldRefuseToDrawNothing() {
    assertThat(walk("a", "--walks", "0")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--walks must be at least 1, not 0");
  }

  private Map<String, String> texts(String name) throws Exception {
    Map<String, String> texts = new TreeMap<>();
    for (Path file : TraceFiles.list(folder.resolve(name))) {
      texts.put(file.getFileName().toString(), Files.readString(file).replaceAll("seed \\d+", ""));
    }
    return texts;
  }

  private int walk(String to, String... options) {
    List<String> args = new ArrayList<>(List.of("graph", MODEL, "--out"));
    args.add(folder.resolve(to).toString());
    args.addAll(List.of(options));
    return run(args.toArray(String[]::new));
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Console console =
        new Console(new PrintWriter(out), new PrintWriter(err), false, "./mmucheck", PROJECT);
    return new Cli(console, Workbench::open).run(args);
  }
}
