package org.mmucheck.cli.readers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.input.InputException;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.linux.kernel.Btf;
import org.mmucheck.linux.kernel.PointTable;
import org.mmucheck.linux.kernel.Symbols;
import org.mmucheck.linux.probe.ProbeTable;
import org.mmucheck.linux.trace.KernelLog;
import org.mmucheck.linux.trace.TraceText;
import org.mmucheck.log.LogReader;
import org.mmucheck.mutants.ReasonsFile;
import org.mmucheck.reading.AnyTrace;
import org.mmucheck.value.TlaText;

/**
 * What reads files that anyone may have written. Whatever such a file holds, it is read, or refused
 * with an {@link InputException}, and soon.
 */
enum Readers {
  /** A trace of any tool. */
  TRACE {
    @Override
    void read(byte[] bytes) {
      AnyTrace.of(FILE, text(bytes)).forReaders();
    }
  },

  /** A trace of ours, which is to be replayed. */
  ITF {
    @Override
    void read(byte[] bytes) {
      TraceFiles.parse(FILE, text(bytes));
    }
  },

  /** A value as TLC prints it; what is none has no value. */
  VALUE {
    @Override
    void read(byte[] bytes) {
      if (TlaText.value(text(bytes)).isEmpty()) {
        throw new InputException(FILE, "", "is no value");
      }
    }
  },

  /** A manifest, {@code models.json}. */
  MANIFEST {
    @Override
    void read(byte[] bytes) throws IOException {
      Catalog.load(inFile("models.json", bytes).getParent()).models();
    }
  },

  /** Why changes go unnoticed, {@code mutants.json}. */
  REASONS {
    @Override
    void read(byte[] bytes) throws IOException {
      ReasonsFile.read(
          inFile("mutants.json", bytes), Set.of("change", "reason"), entry -> entry.toString());
    }
  },

  /** A recording of the Java code. */
  LOG {
    @Override
    void read(byte[] bytes) {
      LogReader.read(FILE, in(bytes));
    }
  },

  /** A kernel's events, a line each. */
  KERNEL_LOG {
    @Override
    void read(byte[] bytes) {
      KernelLog.read(FILE, in(bytes));
    }
  },

  /** What a kernel's own tracer prints. */
  TRACE_TEXT {
    @Override
    void read(byte[] bytes) {
      TraceText.read(FILE, List.of("faultin", "init_vm", "spte"), in(bytes));
    }
  },

  /** {@code /proc/kallsyms}. */
  SYMBOLS {
    @Override
    void read(byte[] bytes) {
      Symbols.read(FILE, text(bytes));
    }
  },

  /** {@code /sys/kernel/btf/vmlinux}. */
  BTF {
    @Override
    void read(byte[] bytes) {
      Btf btf = Btf.vmlinux(FILE, bytes);
      btf.parameters("f");
      btf.constant("C");
    }
  },

  /** Where each step begins in a kernel. */
  POINTS {
    @Override
    void read(byte[] bytes) throws IOException {
      PointTable.read(inFile("P.json", bytes)).kernels();
    }
  },

  /** Which probes a kernel has. */
  PROBES {
    @Override
    void read(byte[] bytes) throws IOException {
      ProbeTable.read(inFile("1.0.json", bytes)).events();
    }
  };

  private static final String FILE = "fuzzed";

  /** What has become of an input. */
  enum Outcome {
    READ,
    REFUSED
  }

  /**
   * @throws InputException if it is refused
   */
  abstract void read(byte[] bytes) throws IOException;

  /**
   * What becomes of an input.
   *
   * @throws RuntimeException or an error, if the reader has a fault
   */
  Outcome outcome(byte[] bytes) throws IOException {
    try {
      read(bytes);
      return Outcome.READ;
    } catch (InputException refused) {
      return Outcome.REFUSED;
    }
  }

  /** The folder of its inputs. */
  Path corpus() {
    return Path.of("src/test/resources/readers", name().toLowerCase(Locale.ROOT));
  }

  private static String text(byte[] bytes) {
    return TraceFiles.text(FILE, in(bytes));
  }

  private static InputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  /** The input as a file, for what reads files alone. */
  private static Path inFile(String name, byte[] bytes) throws IOException {
    return Files.write(Folder.PATH.resolve(name), bytes);
  }

  /** One for all inputs of a run, with the module that a manifest may name. */
  private static final class Folder {
    static final Path PATH = make();

    private static Path make() {
      try {
        Path folder = Files.createTempDirectory("mmucheck-readers");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        Files.writeString(
            folder.resolve("M.tla"),
            """
            ---- MODULE M ----
            CONSTANT Fast
            VARIABLE x
            Init == x = 0
            Next == x' = 1 - x
            Small == x < 2
            ====
            """);
        return folder;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void delete(Path folder) {
      try (var files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          Files.delete(file);
        }
        Files.delete(folder);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
