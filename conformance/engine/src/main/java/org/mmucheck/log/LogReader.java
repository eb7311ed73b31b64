package org.mmucheck.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;
import org.mmucheck.input.InputFile;

/**
 * Reads a recording. What cannot be judged is refused here: a log that is empty, cut off, or says
 * that events were lost; a task whose last step never ended, or whose clock runs backwards.
 */
public final class LogReader {
  /** Longer than any step of ours; the limit keeps a file that is none from filling the heap. */
  private static final int MAX_LINE = 1 << 20;

  private final String file;
  private final List<RecordedStep> steps = new ArrayList<>();

  private final Map<String, RecordedStep> last = new HashMap<>(); // by task

  private Recording.@Nullable Header header;
  private boolean isWhole;

  private LogReader(String file) {
    this.file = file;
  }

  /**
   * @throws InputException if the log cannot be read or judged, with the line that says so
   */
  public static Recording read(Path file) {
    try (InputStream in = InputFile.open(file)) {
      return read(file.toString(), in);
    } catch (NoSuchFileException e) {
      throw new InputException(file.toString(), "", "no such file");
    } catch (IOException e) {
      throw new InputException(file.toString(), "", "cannot be read: " + e.getMessage());
    }
  }

  /**
   * @param file what messages call it
   * @throws InputException if the log cannot be read or judged, with the line that says so
   */
  public static Recording read(String file, InputStream in) {
    return new LogReader(file).all(in);
  }

  private Recording all(InputStream in) {
    int line = 0;
    try {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(
                  in,
                  StandardCharsets.UTF_8
                      .newDecoder()
                      .onMalformedInput(CodingErrorAction.REPORT)
                      .onUnmappableCharacter(CodingErrorAction.REPORT)));
      StringBuilder text = new StringBuilder();
      while (next(lines, text, line + 1)) {
        line++;
        if (!text.toString().isBlank()) {
          take(new LogLine(file, line, text.toString()));
        }
      }
    } catch (CharacterCodingException e) {
      throw wrong(line + 1, "not UTF-8");
    } catch (IOException e) {
      throw new InputException(file, "", "cannot be read: " + e.getMessage());
    }
    return recording(line);
  }

  /** The next line without its end; false at the end of the file. */
  private boolean next(BufferedReader in, StringBuilder line, int number) throws IOException {
    line.setLength(0);
    int c = in.read();
    if (c < 0) {
      return false;
    }
    while (c >= 0 && c != '\n') {
      if (line.length() == MAX_LINE) {
        throw wrong(number, "longer than " + MAX_LINE + " characters; is it a log?");
      }
      line.append((char) c);
      c = in.read();
    }
    return true;
  }

  private void take(LogLine line) {
    if (header == null) {
      header = line.header();
      return;
    }
    if (isWhole) {
      throw wrong(line.number(), "comes after the line that closes the log");
    }
    if (line.has("lost")) {
      if (line.only("lost") == 0) {
        return;
      }
      throw wrong(
          line.number(),
          line.integer("lost")
              + " events were lost, so nothing can be said; record with larger"
              + " buffers or for a shorter time");
    }
    if (line.has("steps")) {
      close(line);
      return;
    }
    RecordedStep step = line.step();
    if (line.has("end") && step.end() < step.begin()) {
      throw wrong(line.number(), "ends at " + step.end() + ", before it begins at " + step.begin());
    }
    requireOrder(line, step);
    if (!line.has("end")) {
      return; // the end of the log tells
    }
    steps.add(step);
  }

  private void requireOrder(LogLine line, RecordedStep step) {
    RecordedStep before = last.put(step.task(), step);
    if (before == null) {
      return;
    }
    if (before.end() == Long.MAX_VALUE) {
      throw wrong(line.number(), "task " + step.task() + " begins a step in the middle of another");
    }
    if (step.begin() < before.begin() || (line.has("end") && step.end() < before.end())) {
      throw wrong(
          line.number(),
          "the clock of task "
              + step.task()
              + " runs backwards: its step before lies between "
              + before.begin()
              + " and "
              + before.end()
              + ", this one begins at "
              + step.begin()
              + (line.has("end") ? " and ends at " + step.end() : ""));
    }
  }

  private void close(LogLine line) {
    last.forEach(
        (task, step) -> {
          if (step.end() == Long.MAX_VALUE) {
            throw wrong(
                line.number(), "the last step of task " + task + " has begun and never ended");
          }
        });
    if (line.only("steps") != steps.size()) {
      throw wrong(
          line.number(),
          "says that the log has "
              + line.integer("steps")
              + " steps, but it has "
              + steps.size()
              + "; lines are missing or too many");
    }
    isWhole = true;
  }

  private Recording recording(int lines) {
    if (header == null) {
      throw new InputException(file, "", "is empty; a log begins with a line that describes it");
    }
    if (!isWhole) {
      throw wrong(
          lines, "the log is cut off: its last line must be {\"steps\": N}, the number of steps");
    }
    if (steps.isEmpty()) {
      throw new InputException(file, "", "has no steps, so it shows nothing");
    }
    return new Recording(file, header, steps);
  }

  private InputException wrong(int line, String reason) {
    return new InputException(file, "line " + line, reason);
  }
}
