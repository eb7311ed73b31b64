package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The launcher script in a copy of the project's folders, with a JDK and a Maven that only say what
 * they were asked.
 */
class LauncherTest {
  private static final List<String> TOOLS =
      List.of(
          "cat",
          "cp",
          "date",
          "dirname",
          "find",
          "head",
          "ln",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sleep",
          "touch");

  @TempDir Path folder;
  private Path home;
  private Path bin;
  private Path jdk;

  record Ended(int exitCode, String out, String err) {}

  @BeforeEach
  void setUp() throws IOException {
    home = Files.createDirectories(folder.resolve("a project"));
    Files.copy(Path.of("..", "..", "mmucheck"), home.resolve("mmucheck"));
    executable(home.resolve("mmucheck"));
    for (String source : List.of("model-java/src/main", "conformance/cli/src/main")) {
      Files.createDirectories(home.resolve(source));
    }
    for (String pom :
        List.of(
            "pom.xml", "model-java/pom.xml", "conformance/pom.xml", "conformance/cli/pom.xml")) {
      old(Files.writeString(home.resolve(pom), ""));
    }
    old(home.resolve("model-java/src/main"));
    old(home.resolve("conformance/cli/src/main"));
    bin = Files.createDirectories(folder.resolve("bin"));
    for (String tool : TOOLS) {
      script(bin.resolve(tool), "exec " + tool(tool) + " \"$@\"");
    }
    jdk = jdk("jdk-21", "21.0.2");
    script(
        bin.resolve("mvn"),
        """
        echo "$JAVA_HOME: $*" >>built
        mkdir -p conformance/cli/target/lib
        touch conformance/cli/target/mmucheck.jar
        """);
  }

  @Test
  void shouldBuildOnFirstUseAndBecomeTheProgram() throws Exception {
    Ended ended = run("check", "two words");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).isEqualTo("mmucheck: building\n");
    assertThat(ended.out())
        .contains("<-Dmmucheck.home=" + home.toRealPath() + ">", "<check><two words>")
        .contains("<-Dmmucheck.terminal=false>");
    assertThat(builds())
        .containsExactly(jdk + ": -B -q -Dstyle.color=never package -Dmaven.test.skip=true");
  }

  @Test
  void shouldLetTheProgramChooseTheCompiler() throws Exception {
    assertThat(run("check", "easy").out()).contains("<-XX:TieredStopAtLevel=1>");
    assertThat(run("check", "hard").out())
        .contains("<-XX:TieredStopAtLevel=4><-XX:MaxNewSize=9m><");
    assertThat(run("check", "broken").out()).contains("<-XX:TieredStopAtLevel=1>");
  }

  @Test
  void shouldBuildAgainOnlyWhenSourceIsNewer() throws Exception {
    run();
    assertThat(run().err()).isEmpty();
    assertThat(builds()).hasSize(1);
    Path source = Files.writeString(home.resolve("conformance/cli/src/main/New.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));
    assertThat(run().err()).isEqualTo("mmucheck: building\n");
    assertThat(builds()).hasSize(2);
  }

  @Test
  void shouldBuildOnceWhenTwoStartAtTheSameTime() throws Exception {
    Process first = start(home, Map.of(), "one");
    Process second = start(home, Map.of(), "two");
    assertThat(first.waitFor()).isZero();
    assertThat(second.waitFor()).isZero();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void shouldTakeOverTheLockOfDeadProcess() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Files.createDirectories(home.resolve(".build"));
    Files.createSymbolicLink(home.resolve(".build/lock"), Path.of(Long.toString(dead.pid())));
    assertThat(run().exitCode()).isZero();
    assertThat(home.resolve(".build/lock")).doesNotExist();
  }

  @Test
  @Tag("slow")
  void shouldEndMavenWhenItIsKilledAndKeepTheLockUntilThen() throws Exception {
    String works = Files.readString(bin.resolve("mvn"));
    Path pipe = folder.resolve("pid");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    script(bin.resolve("mvn"), "echo $$ >'" + pipe + "'; exec " + tool("sleep") + " 1000");
    Process killed = start(home, Map.of());
    long maven = Long.parseLong(Files.readString(pipe).strip());
    ProcessHandle handle = ProcessHandle.of(maven).orElseThrow();
    Process waiting;
    try {
      Files.writeString(bin.resolve("mvn"), works);
      killed.destroyForcibly().waitFor();
      waiting = start(home, Map.of());
      handle.onExit().get(1, TimeUnit.MINUTES);
    } finally {
      handle.destroyForcibly();
    }
    assertThat(end(waiting).exitCode()).isZero();
    assertThat(builds()).hasSize(1);
    assertThat(home.resolve(".build/lock")).doesNotExist();
  }

  @Test
  void shouldRunThroughSymbolicLinkFromAnotherFolder() throws Exception {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Path link = elsewhere.resolve("mm");
    Files.createSymbolicLink(link, Path.of("../a project/mmucheck"));
    Ended ended = end(start(elsewhere, Map.of(), link, "models"));
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).contains("<-Dmmucheck.home=" + home.toRealPath() + ">", "<models>");
  }

  @Test
  void shouldSayThatNoJdkWasFound() throws Exception {
    Path old = jdk("jdk-17", "17.0.9");
    Ended ended =
        end(start(home, Map.of("JAVA_HOME", old.toString(), "MMUCHECK_JDKS", old.toString())));
    assertThat(ended.exitCode()).isEqualTo(70);
    assertThat(ended.err())
        .startsWith("mmucheck: needs a JDK 21 or newer, and found none")
        .hasLineCount(1);
  }

  @Test
  void shouldTakeJavaHomeIfNewEnoughAndTheNewestOtherwise() throws Exception {
    Path newest = jdk("jdk-25", "25");
    String all = jdk + " " + newest + " " + jdk("jdk-22", "22.0.1");
    assertThat(end(start(home, Map.of("MMUCHECK_JDKS", all))).out()).startsWith(newest.toString());
    assertThat(end(start(home, Map.of("MMUCHECK_JDKS", all, "JAVA_HOME", jdk.toString()))).out())
        .startsWith(jdk.toString());
  }

  @Test
  void shouldSayThatThereIsNoMaven() throws Exception {
    Files.delete(bin.resolve("mvn"));
    Ended ended = run();
    assertThat(ended.exitCode()).isEqualTo(70);
    assertThat(ended.err()).startsWith("mmucheck: needs Maven").hasLineCount(1);
    assertThat(home.resolve(".build/lock")).doesNotExist();
  }

  @Test
  void shouldShowWhyTheBuildFailed() throws Exception {
    script(bin.resolve("mvn"), "echo '[ERROR] cannot find symbol'; exit 1");
    Ended ended = run();
    assertThat(ended.exitCode()).isEqualTo(70);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains("[ERROR] cannot find symbol")
        .endsWith("mmucheck: the build failed for the reason above; again: mvn package\n");
    assertThat(home.resolve(".build/lock")).doesNotExist();
  }

  @Test
  void shouldSayThatJavaDoesNotStart() throws Exception {
    script(
        jdk.resolve("bin/java"),
        "echo 'Error: Could not create the Java Virtual Machine.'; exit 1");
    Ended ended = end(start(home, Map.of("MMUCHECK_JAVA_ARGS", "-Xmx1")));
    assertThat(ended.exitCode()).isEqualTo(70);
    assertThat(ended.err())
        .contains("Could not create the Java Virtual Machine")
        .contains("MMUCHECK_JAVA_ARGS is '-Xmx1'");
  }

  @Test
  void shouldStartFromClassesArchivedAtTheBuild() throws Exception {
    jdk = jdk("jdk-25", "25.0.3");

    Ended ended = run("models");

    assertThat(ended.out()).containsPattern("<-XX:AOTCache=.*/a project/.build/[^/]*/classes.aot>");
    assertThat(ended.out()).contains("<-Xlog:aot=off>").as("silent where it does not fit");
  }

  @Test
  void shouldStartWithoutArchiveWhereItMayNotFit() throws Exception {
    jdk = jdk("jdk-25", "25.0.3");
    run("models");

    assertThat(end(start(home, Map.of("MMUCHECK_JAVA_ARGS", "-Xshare:off"), "models")).out())
        .as("Java refuses both")
        .doesNotContain("AOTCache");
    jdk = jdk("jdk-21", "21.0.2");
    assertThat(run("models").out()).as("Java 21 does not know it").doesNotContain("AOTCache");
  }

  @Test
  void shouldPassArgumentsToMavenAndToTheJvm() throws Exception {
    Ended ended =
        end(
            start(
                home,
                Map.of("MMUCHECK_MAVEN_ARGS", "-o -Dx=1", "MMUCHECK_JAVA_ARGS", "-Xmx8g -Dy=2")));
    assertThat(builds().get(0)).endsWith(" -o -Dx=1");
    assertThat(ended.out()).contains("<-Xmx8g><-Dy=2><-jar>");
  }

  /** Java would not find a file whose name the locale cannot spell. */
  @ParameterizedTest
  @CsvSource({
    "LC_ALL, C, C.UTF-8",
    "LC_CTYPE, POSIX, C.UTF-8",
    "LANG, de_DE.ISO-8859-1, C.UTF-8",
    "LANG, C.UTF-8, as it is",
    "LC_ALL, de_DE.utf8, de_DE.utf8"
  })
  void shouldGiveJavaLocaleThatSpellsEveryName(String variable, String value, String given)
      throws Exception {
    assertThat(end(start(home, Map.of(variable, value), "models")).out())
        .contains("locale " + given + "\n");
  }

  private Ended run(String... args) throws IOException, InterruptedException {
    return end(start(home, Map.of(), args));
  }

  private Process start(Path cwd, Map<String, String> env, String... args) throws IOException {
    return start(cwd, env, home.resolve("mmucheck"), args);
  }

  private Process start(Path cwd, Map<String, String> env, Path script, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(cwd.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    builder.environment().put("MMUCHECK_JDKS", jdk.toString());
    builder.environment().putAll(env);
    return builder.start();
  }

  private static Ended end(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes());
    String err = new String(process.getErrorStream().readAllBytes());
    return new Ended(process.waitFor(), out, err);
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(home.resolve("built"));
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(
        home.resolve("bin/java"),
        """
        case " $* " in
          *.Effort*easy*) echo -XX:TieredStopAtLevel=1; exit ;;
          *.Effort*hard*)
            echo 'Picked up some option'
            echo -XX:TieredStopAtLevel=4 -XX:MaxNewSize=9m
            echo 'Heap: used some'
            exit ;;
          *.Effort*) exit 1 ;;
        esac
        for each; do
          case $each in -XX:AOTCacheOutput=*) touch "${each#*=}"; exit ;; esac
        done
        printf '%s\\n' "$0"; printf '<%s>' "$@"; echo
        echo "locale ${LC_ALL-as it is}"
        """);
    script(home.resolve("bin/javac"), "");
    return home;
  }

  private static Path tool(String name) {
    for (String dir : System.getenv("PATH").split(File.pathSeparator)) {
      Path file = Path.of(dir, name);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    throw new IllegalStateException("this test needs " + name + " on the PATH");
  }

  private static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body);
    executable(file);
  }

  private static void executable(Path file) {
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** Makes a file older than any build of the test. */
  private static void old(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
  }
}
