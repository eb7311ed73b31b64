package org.mmucheck.itf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.mmucheck.file.AtomicFile;
import org.mmucheck.input.InputException;
import org.mmucheck.trace.Trace;

/** Traces as ITF files ({@code *.itf.json}). */
public final class TraceFiles {
  /** The ending of a trace file's name. */
  public static final String ENDING = ".itf.json";

  private TraceFiles() {}

  /**
   * Reads a trace that we or another tool wrote. Files of other tools have no action labels: then
   * every step's action is null, and what their {@code #meta} does not say is an empty string.
   *
   * @throws InputException if the file is missing, unreadable, malformed or too large
   */
  public static Trace read(Path file) {
    return ItfReader.read(file.toString(), JsonInput.text(file));
  }

  /**
   * As {@link #read}, of a text.
   *
   * @param file where it comes from, for messages
   * @throws InputException if the text is malformed
   */
  public static Trace parse(String file, String text) {
    return ItfReader.read(file, text);
  }

  /**
   * As {@link #parse}, for people to read and for nothing else: an integer outside 64 bits, and
   * what another tool could not write as a value, is text.
   *
   * @throws InputException if the text is malformed
   */
  public static Trace parseForReaders(String file, String text) {
    return ItfReader.readForReaders(file, text);
  }

  /**
   * The text of a file that may be a trace.
   *
   * @throws InputException if the file is missing, unreadable, too large, or not UTF-8
   */
  public static String text(Path file) {
    return JsonInput.text(file);
  }

  /**
   * The same of what a stream gives until its end.
   *
   * @param name what messages call it
   * @throws InputException if it is unreadable, too large, or not UTF-8
   */
  public static String text(String name, InputStream in) {
    return JsonInput.text(name, in);
  }

  /**
   * Writes a trace so that the file holds either its old content or the whole new one, whenever the
   * process or the machine stops. Missing parent folders are created.
   *
   * @throws UncheckedIOException if the folder or the file cannot be written; its message is one
   *     line for the user
   */
  public static void write(Trace trace, Path file) {
    byte[] bytes = bytes(trace);
    try {
      AtomicFile.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(file + ": cannot be written: " + JsonInput.reason(e), e));
    }
  }

  /** The content of a trace's file: the same trace gives the same bytes everywhere. */
  public static byte[] bytes(Trace trace) {
    return new ItfWriter().write(trace);
  }

  /**
   * The trace files in a folder and in the folders in it, sorted by name. Temporary files that an
   * interrupted write left behind are not among them.
   *
   * @throws InputException if the folder is missing or unreadable
   */
  public static List<Path> list(Path folder) {
    if (Files.isRegularFile(folder)) {
      throw new InputException(
          folder.toString(), "", JsonInput.reason(new NotDirectoryException(folder.toString())));
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(ENDING))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new InputException(folder.toString(), "", JsonInput.reason(e));
    }
  }
}
