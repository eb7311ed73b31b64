package org.mmucheck.cli;

import java.io.PrintWriter;
import java.nio.file.Path;

/**
 * Where a command prints and how it is called.
 *
 * @param out results, and nothing else; of both writers, what no terminal should get is escaped
 * @param err messages and progress
 * @param terminal whether {@code err} is a terminal, so that progress may overwrite itself
 * @param program how the user called the program; messages that give a command to run start with it
 * @param home the project's folder, with {@code spec} and {@code traces}
 * @param columns of the terminal that {@code out} is; 0 if it is none
 * @param progressColumns of the terminal that {@code err} is; 0 if it is none, or does not say
 * @param ci whether a machine runs the program, and people read {@code err} later
 */
record Console(
    PrintWriter out,
    PrintWriter err,
    boolean terminal,
    String program,
    Path home,
    int columns,
    int progressColumns,
    boolean ci) {
  Console {
    out = Visible.printer(out);
    err = Visible.printer(err);
  }

  private static final int LONGEST = 8_000;
  private static final int LAST = 500;

  /** How a command tells how far it is. */
  enum Progress {
    /** In a line that overwrites itself. */
    LINE,
    /** In a line now and then. */
    LOG,
    /** Not at all. */
    NONE
  }

  /** One whose results go to a file or another program. */
  Console(PrintWriter out, PrintWriter err, boolean terminal, String program, Path home) {
    this(out, err, terminal, program, home, 0);
  }

  Console(
      PrintWriter out, PrintWriter err, boolean terminal, String program, Path home, int columns) {
    this(out, err, terminal, program, home, columns, 0, false);
  }

  Progress progress() {
    return terminal ? Progress.LINE : ci ? Progress.LOG : Progress.NONE;
  }

  /** Prints one message, marked as ours, so that it is told from the output of other programs. */
  void error(String message) {
    err.println("mmucheck: " + Visible.of(message.length() <= LONGEST ? message : cut(message)));
    err.flush();
  }

  /** What is wrong comes first, and the way out last. */
  private static String cut(String message) {
    return message.substring(0, LONGEST - LAST)
        + " ... (cut here) ... "
        + message.substring(message.length() - LAST);
  }

  /** Tells the terminal that {@code err} is something other than text. */
  void control(String sequence) {
    ((Visible.Printer) err).control(sequence);
  }

  /** {@code out} for what the program says of itself. */
  PrintWriter own() {
    return ((Visible.Printer) out).raw();
  }

  /** A command that the user can copy: the program's name and {@code args}, quoted for a shell. */
  String command(Iterable<String> args) {
    StringBuilder line = new StringBuilder(program);
    args.forEach(arg -> line.append(' ').append(quoted(arg)));
    return line.toString();
  }

  /** How a user in the current folder would name {@code path}. */
  static String display(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    Path here = Path.of("").toAbsolutePath();
    return absolute.startsWith(here) && !absolute.equals(here)
        ? here.relativize(absolute).toString()
        : path.isAbsolute() ? absolute.toString() : path.toString();
  }

  private static String quoted(String arg) {
    boolean plain = !arg.isEmpty() && arg.chars().allMatch(c -> isPlain((char) c));
    return plain ? arg : "'" + arg.replace("'", "'\\''") + "'";
  }

  private static boolean isPlain(char c) {
    return Character.isLetterOrDigit(c) || "-_./=:,+@".indexOf(c) >= 0;
  }
}
