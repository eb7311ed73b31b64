package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mmucheck.catalog.Model;
import org.mmucheck.file.ProcessFolder;

/** TLC's calls of {@code System.exit} end a run, and nothing else. */
class ExitTest {
  private static final String CONFIG = "WideVanishing";

  @Test
  void shouldRedirectCallsOfExit() throws Exception {
    Class<?> redirected =
        new Redirecting(Ends.class.getName(), Caught.class.getName())
            .loadClass(Ends.class.getName());

    assertThatThrownBy(() -> redirected.getDeclaredMethod("end").invoke(null))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .hasMessage("caught 3");
  }

  /** TLC cannot read back the states that wait, and its reader gives up the process. */
  @Test
  @Tag("slow")
  void shouldEndRunThatTlcGivesUp() throws InterruptedException {
    Model model = TestSpecs.model("Wide", CONFIG);
    TlcOptions takingFiles = new TlcOptions(1, progress -> takeFiles());

    assertThatThrownBy(() -> TlcRunner.run(model, takingFiles))
        .isInstanceOf(TlcException.class)
        .hasMessageStartingWith("Wide.tla: TLC gave up at tlc2.")
        .hasMessageContaining("states");
    assertThat(folders(CONFIG)).as("what is left").isEmpty();
  }

  private static void takeFiles() {
    for (Path folder : folders(CONFIG)) {
      try (Stream<Path> files = Files.walk(folder.resolve("states"))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** TLC deletes it when it has a verdict, and its threads may still write there. */
  @Test
  void shouldKeepFolderOfRunUntilSessionCloses() throws InterruptedException {
    try (TlcSession session = TlcSessions.open(TestSpecs.model("Counter", "CounterForward"))) {
      session.check(TlcOptions.oneWorker());

      assertThat(folders("CounterForward"))
          .isNotEmpty()
          .allSatisfy(folder -> assertThat(folder.resolve("states")).isNotEmptyDirectory());
    }
    assertThat(folders("CounterForward")).isEmpty();
  }

  /** The temp folders of a model. */
  private static List<Path> folders(String config) {
    String own = "mmucheck-" + ProcessHandle.current().pid() + "-*";
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> mine = Files.newDirectoryStream(ProcessFolder.base(), own)) {
      for (Path folder : mine) {
        try (Stream<Path> inside = Files.list(folder)) {
          inside.filter(run -> Files.exists(run.resolve(config + ".cfg"))).forEach(found::add);
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What calls for the end. */
  public static final class Ends {
    private Ends() {}

    public static void end() {
      System.exit(3);
    }
  }

  /** Where the call goes instead. */
  public static final class Caught {
    private Caught() {}

    public static void exit(int status) {
      throw new IllegalStateException("caught " + status);
    }
  }

  private static final class Redirecting extends ClassLoader {
    private final String redirected;
    private final String target;

    Redirecting(String redirected, String target) {
      super(ExitTest.class.getClassLoader());
      this.redirected = redirected;
      this.target = target.replace('.', '/');
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(redirected)) {
        return super.loadClass(name, resolve);
      }
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] classFile =
            StaticCalls.redirect(in.readAllBytes(), Map.of(StaticCalls.EXIT, target));
        return defineClass(name, classFile, 0, classFile.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
