package org.mmucheck.cli.kept;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramDigestTest {
  @TempDir Path folder;

  @Test
  void shouldBeTheSameForTheSameProgram() {
    assertThat(ProgramDigest.now(null)).isEqualTo(ProgramDigest.now(null)).hasSize(64);
  }

  @Test
  void shouldSeeAnotherClass() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes/a"));
    String path = folder.resolve("classes").toString();
    String without = ProgramDigest.now(path);
    assertThat(without).isNotEqualTo(ProgramDigest.now(null));
    Files.writeString(classes.resolve("B.class"), "one");
    String with = ProgramDigest.now(path);
    Files.writeString(classes.resolve("B.class"), "two");
    assertThat(ProgramDigest.now(path)).isNotEqualTo(with).isNotEqualTo(without);
  }

  /** As the program's own jar names those that it needs. */
  @Test
  void shouldSeeAnotherJarThatAManifestNames() throws IOException {
    Path jar = folder.resolve("user.jar");
    Path library = Files.createDirectories(folder.resolve("lib")).resolve("library.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "lib/library.jar");
    try (OutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.flush();
    }
    String missing = ProgramDigest.now(jar.toString());
    Files.writeString(library, "one");
    String one = ProgramDigest.now(jar.toString());
    Files.writeString(library, "two");
    assertThat(ProgramDigest.now(jar.toString())).isNotEqualTo(one).isNotEqualTo(missing);
  }
}
