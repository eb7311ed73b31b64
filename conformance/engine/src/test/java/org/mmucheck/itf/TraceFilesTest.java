package org.mmucheck.itf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.file.AtomicFile;
import org.mmucheck.input.InputException;

class TraceFilesTest {
  @TempDir Path folder;

  @Test
  void shouldReadWhatItWroteAndLeaveNothingElse() throws IOException {
    Path file = folder.resolve("new/folder/small.itf.json");

    TraceFiles.write(Traces.small(), file);

    assertThat(TraceFiles.read(file)).isEqualTo(Traces.small());
    assertThat(file).hasBinaryContent(TraceFiles.bytes(Traces.small()));
    assertThat(names(file.getParent())).containsExactly("small.itf.json");
  }

  @Test
  void shouldReplaceOlderTrace() {
    Path file = folder.resolve("small.itf.json");
    TraceFiles.write(Traces.lasso(), file);
    TraceFiles.write(Traces.small(), file);
    assertThat(TraceFiles.read(file)).isEqualTo(Traces.small());
  }

  @Test
  void shouldIgnoreLeftoversOfKilledWriterAndCleanThemWhenWriting() throws IOException {
    Path file = folder.resolve("small.itf.json");
    long dead = pidOfEndedProcess();
    Path leftover = Files.writeString(AtomicFile.temporary(file, dead), "{\"#me");
    Path ours = Files.writeString(AtomicFile.temporary(file, ProcessHandle.current().pid()), "{");
    Path foreign = Files.writeString(folder.resolve(".small.itf.json"), "{");

    assertThat(TraceFiles.list(folder)).isEmpty();
    TraceFiles.write(Traces.small(), folder.resolve("other.itf.json"));

    assertThat(leftover).doesNotExist();
    assertThat(ours).as("a write that is under way").exists();
    assertThat(foreign).as("nothing of ours").exists();
    assertThat(TraceFiles.list(folder)).containsExactly(folder.resolve("other.itf.json"));
  }

  @Test
  void shouldListTracesSorted() throws IOException {
    Files.createDirectory(folder.resolve("aa"));
    for (String name :
        new String[] {"b.itf.json", "a.itf.json", "models.json", "README.md", "aa/c.itf.json"}) {
      Files.writeString(folder.resolve(name), "");
    }
    assertThat(TraceFiles.list(folder))
        .containsExactly(
            folder.resolve("a.itf.json"),
            folder.resolve("aa/c.itf.json"),
            folder.resolve("b.itf.json"));
  }

  @Test
  void shouldSayThatFileIsMissing() {
    Path file = folder.resolve("none.itf.json");
    assertThatThrownBy(() -> TraceFiles.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ": no such file or folder");
    assertThatThrownBy(() -> TraceFiles.list(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ": no such file or folder");
  }

  @Test
  void shouldSayThatFolderIsNoFileAndFileNoFolder() throws IOException {
    assertThatThrownBy(() -> TraceFiles.read(folder))
        .isInstanceOf(InputException.class)
        .hasMessage(folder + ": is a folder; expected a JSON file");
    Path file = Files.writeString(folder.resolve("a.itf.json"), "");
    assertThatThrownBy(() -> TraceFiles.list(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ": not a folder");
  }

  @Test
  void shouldSayThatFileCannotBeRead() {
    assertThat(JsonInput.reason(new AccessDeniedException("trace.itf.json")))
        .isEqualTo("permission denied");
    assertThat(JsonInput.reason(new IOException("Input/output error")))
        .isEqualTo("Input/output error");
  }

  @Test
  void shouldRefuseHugeFileWithoutReadingIt() throws IOException {
    Path file = folder.resolve("huge.itf.json");
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 40);
    }
    assertThatThrownBy(() -> TraceFiles.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ": larger than 32 MB, the limit for a trace");
  }

  @Test
  void shouldNameTheFirstByteThatIsNotUtf8() throws IOException {
    Path file = folder.resolve("latin1.itf.json");
    Files.write(file, new byte[] {'{', '\n', '"', (byte) 0xe9, '"'});
    assertThatThrownBy(() -> TraceFiles.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ": line 2, column 2: not UTF-8");
    Files.write(file, new byte[] {'{', (byte) 0xc3});
    assertThatThrownBy(() -> TraceFiles.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ": line 1, column 2: not UTF-8");
  }

  @Test
  void shouldReadFileWithByteOrderMark() throws IOException {
    Path file = folder.resolve("marked.itf.json");
    Files.write(file, new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
    Files.write(file, TraceFiles.bytes(Traces.small()), java.nio.file.StandardOpenOption.APPEND);
    assertThat(TraceFiles.read(file)).isEqualTo(Traces.small());
  }

  @Test
  void shouldSayThatFileCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> TraceFiles.write(Traces.small(), file.resolve("a.itf.json")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("a.itf.json: cannot be written: ");
    assertThatThrownBy(() -> TraceFiles.write(Traces.small(), folder))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(folder + ": cannot be written: is a folder");
  }

  private static long pidOfEndedProcess() throws IOException {
    Process ended =
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-h")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    ended.onExit().join();
    return ended.pid();
  }

  private static Stream<String> names(Path folder) throws IOException {
    return Files.list(folder).map(file -> file.getFileName().toString());
  }
}
