package org.mmucheck.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.mmucheck.workbench.Workbench;

/**
 * The program. The launcher sets the properties {@code mmucheck.home} (the project's folder),
 * {@code mmucheck.program} (how it was called), {@code mmucheck.terminal} (whether standard error
 * is a terminal), {@code mmucheck.columns} and {@code mmucheck.progress.columns} (of the terminals
 * that standard output and standard error are; 0 if they are none), and a test sets {@code
 * mmucheck.memory.patience}. CI is known by the variable {@code CI}, which all of them set.
 */
public final class Main {
  /** Beside what the launcher builds. */
  private static final String KEPT = ".build/judged";

  private Main() {}

  /** Ends the process with the command's exit code. */
  public static void main(String[] args) {
    PrintWriter out = writer(FileDescriptor.out);
    // Libraries print to System.out; standard output belongs to our results alone.
    System.setOut(System.err);
    Console console =
        new Console(
            out,
            writer(FileDescriptor.err),
            Boolean.getBoolean("mmucheck.terminal"),
            System.getProperty("mmucheck.program", "mmucheck"),
            Path.of(System.getProperty("mmucheck.home", "")).toAbsolutePath(),
            Integer.getInteger("mmucheck.columns", 0),
            Integer.getInteger("mmucheck.progress.columns", 0),
            !System.getenv().getOrDefault("CI", "").isEmpty());
    ForeignExit.watch(console);
    Path kept = console.home().resolve(KEPT);
    LastWords lastWords =
        LastWords.of(
            console,
            List.of(args),
            new FileOutputStream(FileDescriptor.err),
            List.of(args).contains("--json") ? new FileOutputStream(FileDescriptor.out) : null);
    MemoryWatch memory = MemoryWatch.start(lastWords, Main::exit);
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> died(failure, memory));
    try {
      exit(new Cli(console, System.in, kept, Workbench::open).run(args));
    } catch (OutOfMemoryError e) {
      memory.end();
    }
  }

  /** TLC leaves threads behind, so the process does not end by itself. */
  private static void exit(int exitCode) {
    ForeignExit.isOurs();
    System.exit(exitCode);
  }

  private static void died(Throwable failure, MemoryWatch memory) {
    if (MemoryWatch.isExhausted(failure)) {
      memory.end();
    } else {
      failure.printStackTrace();
    }
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(
            new BufferedOutputStream(new FileOutputStream(descriptor)), StandardCharsets.UTF_8));
  }
}
