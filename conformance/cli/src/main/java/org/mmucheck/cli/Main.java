package org.mmucheck.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.mmucheck.workbench.Workbench;

/**
 * The program. The launcher sets the properties {@code mmucheck.home} (the project's folder),
 * {@code mmucheck.program} (how it was called), {@code mmucheck.terminal} (whether standard error
 * is a terminal) and {@code mmucheck.columns} (of the terminal that standard output is; 0 if it is
 * none).
 */
public final class Main {
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
            Integer.getInteger("mmucheck.columns", 0));
    ForeignExit.watch(console);
    int exitCode = new Cli(console, Workbench::open).run(args);
    System.exit(exitCode); // TLC leaves threads behind
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(
            new BufferedOutputStream(new FileOutputStream(descriptor)), StandardCharsets.UTF_8));
  }
}
