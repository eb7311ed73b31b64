package org.mmucheck.linux.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Debian's own kernels, of the flavour that is made for virtual machines, by apt: with lists of its
 * own in a folder of its own, so that nothing of the machine's package management changes, and
 * verified as apt verifies everything. The archives are those that the machine's apt has for
 * Debian.
 */
final class DebianKernels {
  static final String PREFIX = "debian:";

  private static final String FLAVOUR = "-cloud-amd64";
  private static final String KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

  /** Where kernels are, the newest first; security has archives of its own. */
  private static final List<String> SUITES =
      List.of(
          "trixie-backports", "trixie", "trixie-security", "bookworm-security", "bookworm", "sid");

  private static final Pattern BINARY = Pattern.compile("linux-(binary|image)-\\d.*" + FLAVOUR);

  private final Path folder;
  private final Consumer<String> progress;

  DebianKernels(Path folder, Consumer<String> progress) {
    this.folder = folder;
    this.progress = progress;
  }

  /** A package, with its exact version. */
  record Package(String name, String version) {}

  /**
   * A kernel.
   *
   * @param name {@code debian:VERSION}, the version being the kernel's: {@code 7.3.4}
   * @throws LabException if no suite has it; it names those that there are
   */
  KernelFiles get(String name) {
    String version = name.substring(PREFIX.length());
    if (!version.matches("\\d+(\\.\\d+)+")) {
      throw new LabException("no version of a kernel: " + version + "; for example debian:7.3.4");
    }
    Path kernel = folder.resolve("debian-" + version);
    Folders.fill(kernel, part -> fetch(version, part));
    return new KernelFiles(name, vmlinuz(kernel), kernel);
  }

  private void fetch(String version, Path part) {
    Programs.find("apt-get");
    Programs.find("dpkg-deb");
    if (!Files.exists(Path.of(KEYRING))) {
      throw new MissingProgramException(KEYRING, "debian-archive-keyring");
    }
    Set<String> seen = new TreeSet<>();
    for (String suite : SUITES) {
      Apt apt = new Apt(suite);
      if (!apt.isThere()) {
        continue;
      }
      progress.accept("look for Linux " + version + " in Debian " + suite);
      List<Package> kernels = apt.kernels();
      kernels.forEach(found -> seen.add(upstream(found.version())));
      Optional<Package> found =
          kernels.stream().filter(one -> upstream(one.version()).equals(version)).findFirst();
      if (found.isPresent()) {
        progress.accept("fetch Debian's Linux " + version);
        apt.fetch(found.get(), part);
        return;
      }
    }
    throw new LabException(
        "Debian has no Linux %s now; it has %s".formatted(version, String.join(", ", seen)));
  }

  /** The kernel's version in a package's: {@code 7.3.4-1~bpo13+1} is 7.3.4. */
  static String upstream(String version) {
    return version.split("[-+~]", 2)[0];
  }

  private static Path vmlinuz(Path kernel) {
    try (Stream<Path> all = Files.walk(kernel)) {
      return all.filter(path -> path.getFileName().toString().startsWith("vmlinuz"))
          .findFirst()
          .orElseThrow(() -> new LabException("no vmlinuz in " + kernel));
    } catch (IOException e) {
      throw new LabException("cannot read " + kernel + ": " + e.getMessage(), e);
    }
  }

  /** apt with the lists of one suite. */
  private final class Apt {
    private final Path lists;
    private final Optional<String> archive;
    private final String suite;

    Apt(String suite) {
      this.suite = suite;
      this.lists = folder.resolve("apt-" + suite);
      this.archive = archiveOf(suite.endsWith("-security"));
    }

    /** Whether the machine knows an archive that has it, and the archive does. */
    boolean isThere() {
      if (archive.isEmpty()) {
        return false;
      }
      Folders.fill(
          lists,
          part -> {
            try {
              Files.createDirectories(part.resolve("lists/partial"));
              Files.createDirectories(part.resolve("cache/archives/partial"));
              Files.writeString(
                  part.resolve("sources.list"),
                  "deb [signed-by=%s] %s %s main%n".formatted(KEYRING, archive.get(), suite));
            } catch (IOException e) {
              throw new LabException("cannot write to " + part + ": " + e.getMessage(), e);
            }
            progress.accept("read the list of Debian " + suite);
            Programs.run(command(part, "apt-get", "-qq", "update"), part);
          });
      return true;
    }

    private List<String> command(Path at, String program, String... arguments) {
      List<String> command = new ArrayList<>(List.of(program));
      for (String option :
          List.of(
              "Dir::Etc::sourcelist=" + at.resolve("sources.list"),
              "Dir::Etc::sourceparts=/dev/null",
              "Dir::Etc::preferences=/dev/null",
              "Dir::Etc::preferencesparts=/dev/null",
              "Dir::State::Lists=" + at.resolve("lists"),
              "Dir::Cache=" + at.resolve("cache"),
              "APT::Default-Release=",
              "APT::Sandbox::User=",
              "Acquire::Languages=none",
              "Debug::NoLocking=1")) {
        command.addAll(List.of("-o", option));
      }
      command.addAll(List.of(arguments));
      return command;
    }

    List<Package> kernels() {
      String names =
          Programs.run(command(lists, "apt-cache", "pkgnames", "linux-"), lists)
              .lines()
              .filter(name -> BINARY.matcher(name).matches())
              .sorted() // linux-binary before linux-image, which is empty where there are both
              .reduce("", (a, b) -> a + " " + b)
              .strip();
      if (names.isEmpty()) {
        return List.of();
      }
      String shown = Programs.run(command(lists, "apt-cache", ("show " + names).split(" ")), lists);
      Set<Package> packages = new LinkedHashSet<>();
      String name = "";
      for (String line : shown.lines().toList()) {
        if (line.startsWith("Package: ")) {
          name = line.substring("Package: ".length());
        } else if (line.startsWith("Version: ")) {
          packages.add(new Package(name, line.substring("Version: ".length())));
        }
      }
      return List.copyOf(packages);
    }

    void fetch(Package kernel, Path part) {
      List<String> wanted = new ArrayList<>(List.of(kernel.name() + "=" + kernel.version()));
      if (kernel.name().startsWith("linux-binary-")) {
        String modules = kernel.name().replace("linux-binary-", "linux-modules-");
        wanted.add(modules + "=" + kernel.version());
      }
      for (String one : wanted) {
        Programs.run(command(lists, "apt-get", "-qq", "download", one), part);
      }
      try (Stream<Path> all = Files.list(part)) {
        for (Path deb : all.filter(path -> path.toString().endsWith(".deb")).toList()) {
          Programs.run(List.of("dpkg-deb", "-x", deb.toString(), part.toString()), part);
          Files.delete(deb);
        }
      } catch (IOException e) {
        throw new LabException("cannot unpack into " + part + ": " + e.getMessage(), e);
      }
    }
  }

  /** Debian's archive, or that of its security team, as the machine's apt has it. */
  private static Optional<String> archiveOf(boolean security) {
    String targets =
        Programs.run(
            List.of(
                "apt-get",
                "indextargets",
                "--format",
                "$(ORIGIN)\t$(LABEL)\t$(REPO_URI)",
                "Created-By: Packages"),
            Path.of("/"));
    return targets
        .lines()
        .map(line -> line.split("\t"))
        .filter(fields -> fields.length == 3 && fields[0].equals("Debian"))
        .filter(fields -> fields[1].equals("Debian-Security") == security)
        .map(fields -> fields[2])
        .findFirst();
  }
}
