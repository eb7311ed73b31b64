package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Another project's adapter, in a jar that the user names. */
class UserAdaptersTest {
  private static final Path DIR = Path.of("../engine/src/test/resources/foreign");
  private static final String SERVICE = "META-INF/services/org.mmucheck.subject.Adapter";
  private static final String ADAPTER =
      """
      import java.util.List;
      import java.util.Map;
      import java.util.Set;
      import org.mmucheck.spec.ActionInstance;
      import org.mmucheck.subject.Adapter;
      import org.mmucheck.subject.Binding;
      import org.mmucheck.value.Value;

      public class ForksAdapter implements Adapter {
        @Override public String module() { return "Forks"; }
        @Override public Binding bind(
            List<String> vars, Map<String, Value> constants, Set<String> actions) {
          throw new UnsupportedOperationException();
        }
        @Override public List<String> actions() { return List.of("Take", "Eat"); }
        @Override public Caption caption(ActionInstance action) {
          String seat = action.args().get("p").toString();
          return new Caption(seat, "philosopher", "reaches for fork " + action.args().get("f"));
        }
      }
      """;

  @TempDir private Path home;
  private CliFixture cli;

  @BeforeEach
  void makeProject() throws IOException {
    cli = new CliFixture(home);
  }

  @Test
  void shouldTellTracesInWordsOfTheUsersAdapter() throws IOException {
    String module = DIR.resolve("Forks.tla").toString();

    assertThat(cli.run("explain", module, "--classpath", jar().toString())).isZero();
    assertThat(cli.out()).contains("CPU 0", "philosopher 1", "reaches for fork 3");

    assertThat(cli.run("explain", module)).as("without it").isZero();
    assertThat(cli.out()).doesNotContain("philosopher").contains("Take(3, 3)");
  }

  @ParameterizedTest
  @CsvSource({
    "System.exit(0), System.exit(0)",
    "Runtime.getRuntime().exit(1), Runtime.exit(1)",
    "Runtime.getRuntime().halt(2), Runtime.halt(2)"
  })
  void shouldKeepTheUsersCodeFromEndingTheProcess(String call, String named) throws Exception {
    Path source =
        Files.writeString(
            home.resolve("Ender.java"),
            "public class Ender implements Runnable {"
                + " @Override public void run() { "
                + call
                + "; } }");
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
        .isZero();
    try (UserLoader loader =
        new UserLoader(new URL[] {home.toUri().toURL()}, getClass().getClassLoader())) {
      Runnable ender = (Runnable) loader.loadClass("Ender").getDeclaredConstructor().newInstance();
      assertThatThrownBy(ender::run).hasMessage("the code under test calls " + named);
      assertThatThrownBy(() -> loader.loadClass("Nobody"))
          .isInstanceOf(ClassNotFoundException.class);
    }
  }

  @Test
  void shouldRefuseClassPathThatIsNotThere() {
    assertThat(cli.run("models", "--classpath", "no.jar")).isEqualTo(3);
    assertThat(cli.err()).contains("no.jar: no such file or folder");
  }

  @Test
  void shouldRefuseAdapterThatDoesNotLoad() throws IOException {
    Path jar = home.resolve("empty.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      service(out);
    }

    assertThat(cli.run("models", "--classpath", jar.toString())).isEqualTo(3);
    assertThat(cli.err()).contains("ForksAdapter not found");
  }

  private Path jar() throws IOException {
    Path source = Files.writeString(home.resolve("ForksAdapter.java"), ADAPTER);
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                OutputStream.nullOutputStream(),
                null,
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertThat(result).as("javac").isZero();
    Path jar = home.resolve("forks.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("ForksAdapter.class"));
      out.write(Files.readAllBytes(home.resolve("ForksAdapter.class")));
      service(out);
    }
    return jar;
  }

  private static void service(JarOutputStream out) throws IOException {
    out.putNextEntry(new JarEntry(SERVICE));
    out.write("ForksAdapter".getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
