package org.mmucheck.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.jqwik.JqwikDriver;
import org.mmucheck.points.Points;
import org.mmucheck.subject.Scene;

/** A project of somebody else's: the quick start, copied out of the repository, with Maven. */
@Tag("slow")
class OwnProjectTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final String VERSION = "0.1.0-SNAPSHOT";

  @TempDir private Path temp;
  private Path project;
  private Path repository;

  /** The outcome of one run of Maven. */
  private record Run(int exit, String output) {}

  @BeforeEach
  void copyTheQuickStart() throws Exception {
    project = temp.resolve("slot");
    Path quickstart = ROOT.resolve("examples/quickstart");
    try (Stream<Path> files = Files.walk(quickstart)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(quickstart.resolve("target"))) {
          Path copy = project.resolve(quickstart.relativize(file));
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
    repository = repository();
  }

  @AfterEach
  void unlinkTheRepository() throws IOException {
    for (Path folder : List.of(repository, repository.resolve("org"))) {
      try (Stream<Path> entries = Files.list(folder)) {
        for (Path link : entries.filter(Files::isSymbolicLink).toList()) {
          Files.delete(link);
        }
      }
    }
  }

  @Test
  void shouldBeGreenAsItIsAndKnowNothingOfKvm() throws Exception {
    Run run = maven("test");
    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(run.output()).contains("Tests run: 3, Failures: 0, Errors: 0, Skipped: 0");
    assertThat(project.resolve(".jqwik-database")).doesNotExist();

    Path classPath = temp.resolve("classpath");
    Run tree =
        maven(
            "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath",
            "-Dmdep.outputFile=" + classPath);
    assertThat(tree.exit()).as(tree.output()).isZero();
    List<String> jars = List.of(Files.readString(classPath).strip().split(":"));
    assertThat(jars).anyMatch(jar -> jar.contains("mmucheck-engine"));
    for (String jar : jars) {
      try (JarFile file = new JarFile(jar)) {
        assertThat(file.stream().map(JarEntry::getName))
            .as(jar)
            .noneMatch(name -> name.startsWith("org/mmucheck/kvm/"))
            .noneMatch(name -> name.startsWith("org/mmucheck/model/"))
            .noneMatch(name -> name.startsWith("picocli/"));
      }
    }
  }

  @Test
  void shouldFindAMistakeInTheCode() throws Exception {
    edit("src/main/java/slot/Slot.java", "changed.signalAll();", "changed.signal();");
    Run run = maven("test");
    assertThat(run.exit()).as(run.output()).isEqualTo(1);
    assertThat(run.output())
        .contains("Slot_right: code and spec disagree after")
        .contains("again")
        .contains("-Dmmucheck.only='conform Slot_right'");
    assertThat(project.resolve("spec/traces/Slot_right.conform.itf.json")).exists();

    Run only = maven("test", "-Dtest=SlotTest", "-Dmmucheck.only=conform Slot_right");
    assertThat(only.output()).contains("Tests run: 1, Failures: 1");
  }

  @Test
  void shouldFindAMistakeInTheSpec() throws Exception {
    edit("spec/Slot.tla", "waiting' = <<>> /\\ woken'", "UNCHANGED waiting /\\ woken'");
    edit("spec/Slot.tla", " \\cup Asleep\n", "\n");
    Run run = maven("test", "-Dmmucheck.only=check Slot_right");
    assertThat(run.exit()).as(run.output()).isEqualTo(1);
    assertThat(run.output()).contains("NotAllAsleep").contains("Put").contains("Take");
  }

  private void edit(String name, String from, String to) throws IOException {
    Path file = project.resolve(name);
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  private Run maven(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("mvn", "-B", "-Dstyle.color=never"));
    command.add("-Dmaven.repo.local=" + repository);
    command.addAll(List.of(arguments));
    Path output = temp.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    int exit = builder.start().waitFor();
    return new Run(exit, Files.readString(output));
  }

  /** The local repository that this test runs from, with our artifacts as they are built now. */
  private Path repository() throws Exception {
    Path real = repositoryOf(Test.class);
    Path fake = temp.resolve("repository");
    link(real, fake, "org");
    link(real.resolve("org"), fake.resolve("org"), "mmucheck");
    pom("mmucheck", ROOT.resolve("pom.xml"), fake);
    pom("conformance", ROOT.resolve("conformance/pom.xml"), fake);
    install("points", Points.class, fake);
    install("engine", Scene.class, fake);
    install("jqwik", JqwikDriver.class, fake);
    install("junit", SpecTest.class, fake);
    return fake;
  }

  private static Path repositoryOf(Class<?> type) throws URISyntaxException {
    Path jar = codeOf(type); // <repository>/org/junit/jupiter/junit-jupiter-api/<version>/<jar>
    return jar.getParent().getParent().getParent().getParent().getParent().getParent();
  }

  private static Path codeOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Links everything in a folder into another, but for one name, which is left to be made. */
  private static void link(Path from, Path to, String but) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        if (!entry.getFileName().toString().equals(but)) {
          Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
        }
      }
    }
  }

  private static Path pom(String artifact, Path pom, Path to) throws IOException {
    Path folder = to.resolve("org/mmucheck").resolve(artifact).resolve(VERSION);
    Files.createDirectories(folder);
    return Files.copy(pom, folder.resolve(artifact + "-" + VERSION + ".pom"));
  }

  private static void install(String module, Class<?> of, Path to) throws Exception {
    String artifact = "mmucheck-" + module;
    Path pom = pom(artifact, ROOT.resolve("conformance").resolve(module).resolve("pom.xml"), to);
    Path jar = pom.resolveSibling(artifact + "-" + VERSION + ".jar");
    Path code = codeOf(of);
    if (Files.isRegularFile(code)) {
      Files.copy(code, jar);
      return;
    }
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(code)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(new JarEntry(code.relativize(file).toString()));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
  }
}
