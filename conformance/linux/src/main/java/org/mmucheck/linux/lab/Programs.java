package org.mmucheck.linux.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs programs of the machine to their end. */
final class Programs {
  private static final int LINES_TOLD = 3;

  /** What installs a program, where its package has another name. */
  private static final Map<String, String> PACKAGES =
      Map.of(
          "qemu-system-x86_64", "qemu-system-x86",
          "apt-get", "apt",
          "apt-cache", "apt",
          "dpkg-deb", "dpkg",
          "setpriv", "util-linux",
          "gcc", "gcc libc6-dev");

  private Programs() {}

  /**
   * Where a program is on the PATH.
   *
   * @throws MissingProgramException if it is not
   */
  static Path find(String name) {
    String path = System.getenv("PATH");
    return Stream.of((path == null ? "" : path).split(":"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new MissingProgramException(name, PACKAGES.getOrDefault(name, name)));
  }

  /**
   * Runs a program and waits for its end.
   *
   * @param command the program's name and its arguments
   * @param folder where it runs
   * @return what it has written, both streams
   * @throws LabException if it fails, with the last lines that it wrote
   */
  static String run(List<String> command, Path folder) {
    find(command.getFirst());
    Process process = null;
    try {
      process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new LabException(
            "%s ended with %d: %s".formatted(String.join(" ", command), code, lastLines(output)));
      }
      return output;
    } catch (IOException e) {
      throw new LabException("cannot run " + command.getFirst() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted in " + command.getFirst(), e);
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }

  private static String lastLines(String output) {
    List<String> lines = output.strip().lines().toList();
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - LINES_TOLD), lines.size()));
  }
}
