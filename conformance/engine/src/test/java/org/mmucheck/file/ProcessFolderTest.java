package org.mmucheck.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessFolderTest {
  @TempDir private Path base;

  private Path leftover(long pid) throws Exception {
    Path folder = Files.createDirectories(base.resolve("mmucheck-" + pid + "-1"));
    Files.createFile(folder.resolve("lock"));
    Files.createDirectories(folder.resolve("run-1/states"));
    return folder;
  }

  private static long deadPid() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    return dead.pid();
  }

  @Test
  void shouldNameTheProcessAndGoWithTheLastInside() throws Exception {
    Path one = ProcessFolder.open();
    Path two = ProcessFolder.open();
    Path folder = one.getParent();
    assertThat(folder).isEqualTo(two.getParent());
    assertThat(folder.getFileName().toString())
        .startsWith("mmucheck-" + ProcessHandle.current().pid() + "-");
    ProcessFolder.close(one);
    assertThat(two).isDirectory();
    ProcessFolder.close(two);
    assertThat(folder).doesNotExist();
  }

  @Test
  void shouldSweepWhatAKilledProcessLeft() throws Exception {
    Path leftover = leftover(deadPid());
    ProcessFolder.sweep(base);
    assertThat(leftover).doesNotExist();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldLeaveTheLockBesideWhatIsNotDeletedSoThatItIsSweptLater() throws Exception {
    Path one = ProcessFolder.open();
    Path folder = one.getParent();
    // java.io cannot delete a name that is no text
    run("touch \"$1/$(printf '\\377')\"", one);

    ProcessFolder.close(one);
    assertThat(folder).isDirectoryContaining("glob:**/lock");

    run("rm -r \"$1\"", folder);
  }

  @Test
  void shouldSweepWhatWasMadeAgainWithoutALockOnceItIsOld() throws Exception {
    Path old = unlocked("mmucheck-" + deadPid() + "-1", "run-1/states", LONG_AGO);
    Path empty = unlocked("mmucheck-" + deadPid() + "-1", "", LONG_AGO);
    ProcessFolder.sweep(base);
    assertThat(old).doesNotExist();
    assertThat(empty).doesNotExist();
  }

  @Test
  void shouldKeepWhatHasNoLockAndMayBeSomebodys() throws Exception {
    String living = "mmucheck-" + ProcessHandle.current().pid() + "-1";
    List<Path> kept =
        List.of(
            unlocked(living, "run-1/states", LONG_AGO),
            unlocked("mmucheck-" + deadPid() + "-1", "run-1/states", Instant.now()),
            unlocked("mmucheck-" + deadPid() + "-1", "notes", LONG_AGO),
            unlocked("mmucheck-" + deadPid() + "-lab", "run-1", LONG_AGO));
    Path inUse = unlocked("mmucheck-" + deadPid() + "-1", "run-1/states", LONG_AGO);
    Path written = Files.createFile(inUse.resolve("run-1/states/0.fp"));
    age(inUse, LONG_AGO);
    Files.setLastModifiedTime(written, FileTime.from(Instant.now()));
    ProcessFolder.sweep(base);
    assertThat(kept).allSatisfy(folder -> assertThat(folder).isDirectory());
    assertThat(written).exists();
  }

  private static final Instant LONG_AGO = Instant.now().minus(Unlocked.AGE).minusSeconds(60);

  private Path unlocked(String name, String inside, Instant changed) throws Exception {
    Path folder = base.resolve(name);
    Files.createDirectories(folder.resolve(inside));
    age(folder, changed);
    return folder;
  }

  private static void age(Path folder, Instant changed) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(changed));
      }
    }
  }

  private static void run(String script, Path path) throws Exception {
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", script, "sh", path.toString());
    assertThat(shell.start().waitFor()).isZero();
  }

  @Test
  void shouldKeepWhatSomebodyMayUse() throws Exception {
    Path living = leftover(ProcessHandle.current().pid());
    Path locked = leftover(deadPid());
    Path other = Files.createDirectories(base.resolve("mmucheck-lab7"));
    Path unlike = Files.createDirectories(base.resolve("mmucheck-" + deadPid() + "-2"));
    try (FileChannel lock = FileChannel.open(locked.resolve("lock"), StandardOpenOption.WRITE);
        FileLock held = lock.lock()) {
      assertThat(held.isValid()).isTrue();
      ProcessFolder.sweep(base);
    }
    assertThat(living).isDirectory();
    assertThat(locked).as("of a process that has its id in another container").isDirectory();
    assertThat(other).isDirectory();
    assertThat(unlike).as("without a lock").isDirectory();
  }
}
