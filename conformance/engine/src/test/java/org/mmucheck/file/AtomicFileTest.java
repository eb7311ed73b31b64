package org.mmucheck.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private static final byte[] BYTES = "new".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldWriteIntoPipeAndLeaveItThere() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    try (RandomAccessFile reader = new RandomAccessFile(pipe.toFile(), "rw")) { // never waits
      AtomicFile.write(pipe, BYTES);

      assertThat(Files.isRegularFile(pipe)).isFalse();
      byte[] read = new byte[BYTES.length];
      reader.readFully(read);
      assertThat(read).isEqualTo(BYTES);
    }
  }

  @Test
  void shouldReplaceWhatLinkLeadsTo() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    AtomicFile.write(link, BYTES);

    assertThat(link).isSymbolicLink();
    assertThat(file).hasBinaryContent(BYTES);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("file", "link");
  }
}
