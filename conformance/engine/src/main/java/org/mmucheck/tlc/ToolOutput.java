package org.mmucheck.tlc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mmucheck.tlc.TlcResult.Behaviour;

/**
 * What TLC prints with {@code -tool}: messages between a start line and an end line that carry the
 * message's code, the same in all versions since 2009.
 */
final class ToolOutput {
  private static final Pattern START = Pattern.compile("@!@!@STARTMSG (\\d+):(\\d+) @!@!@");
  private static final Pattern END = Pattern.compile("@!@!@ENDMSG \\d+ @!@!@");
  private static final Pattern COUNTS =
      Pattern.compile(
          "([\\d,]+) states generated.*?([\\d,]+) distinct states found.*?([\\d,]+) states left");
  private static final Pattern DEPTH = Pattern.compile("search is (\\d+)");
  private static final Pattern PROPERTY =
      Pattern.compile("(?:Invariant|[Pp]roperty) (\\S+) (?:is|was) violated");

  private static final int ERROR = 1;
  private static final int SUCCESS = 2193;
  private static final int INVARIANT_VIOLATED_INITIALLY = 2107;
  private static final int PROPERTY_VIOLATED_INITIALLY = 2108;
  private static final int BACK_TO_STATE = 2122;
  private static final int STATE = 2217;
  private static final int STUTTERING = 2218;
  private static final int STATS = 2199;
  private static final int PROGRESS = 2200;
  private static final int SEARCH_DEPTH = 2194;
  private static final int COVERAGE_START = 2201;
  private static final int COVERAGE_OF_NEXT = 2772;
  private static final int COVERAGE_OF_PART = 2221;
  private static final int COVERAGE_OF_COSTLY_PART = 2775;
  private static final double NANOS = 1e9;

  private final Consumer<TlcProgress> progress;
  private final long start = System.nanoTime();
  private final Deque<Message> open = new ArrayDeque<>();
  private final List<String> coverage = new ArrayList<>();

  private long generated;
  private long distinct;
  private long queued;
  private int depth;
  private final ReportedTrace trace = new ReportedTrace();
  private String property = "";
  private String firstError = "";
  private boolean succeeded;
  private String between = ""; // the last line that belongs to no message: Java's own words

  ToolOutput(Consumer<TlcProgress> progress) {
    this.progress = progress;
  }

  /** Takes the next line of output. */
  void line(String line) {
    Matcher begin = START.matcher(line);
    Message innermost = open.peek();
    if (begin.matches()) {
      open.push(new Message(Integer.parseInt(begin.group(1)), Integer.parseInt(begin.group(2))));
    } else if (innermost == null) {
      between = line.isBlank() ? between : line.strip();
    } else if (END.matcher(line).matches()) {
      open.pop();
      take(innermost.code, innermost.severity, innermost.text.toString().strip());
      if (!open.isEmpty()) {
        open.element().text.append(innermost.text); // an exception's message inside an error
      }
    } else {
      innermost.text.append(line).append('\n');
    }
  }

  long generatedStates() {
    return generated;
  }

  long distinctStates() {
    return distinct;
  }

  int depth() {
    return depth;
  }

  /** The error trace; empty if TLC has printed none. */
  Optional<Behaviour> errorTrace() {
    return trace.behaviour();
  }

  /** The number of states of the error trace. */
  int errorTraceLength() {
    return trace.length();
  }

  /** The violated property, where this version of TLC names it. */
  Optional<String> property() {
    return Optional.of(property).filter(name -> !name.isEmpty());
  }

  /**
   * The lines of the last report of how often each part of the next-state relation was evaluated.
   */
  List<String> coverage() {
    return List.copyOf(coverage);
  }

  /** Whether TLC says that it has explored everything, and tells of no error whatever. */
  boolean isWholeSuccess() {
    return succeeded && firstError.isEmpty() && queued == 0;
  }

  /** The first error, in one line; Java's own words where TLC reported none. */
  String error() {
    return firstError.isEmpty() ? "no verdict; its last words: " + between : firstError;
  }

  private void take(int code, int severity, String message) {
    if (severity == ERROR) {
      Matcher named = PROPERTY.matcher(message);
      if (property.isEmpty() && named.find()) {
        property = named.group(1);
      }
      if (firstError.isEmpty()) {
        firstError = message.replaceAll("\\s+", " ");
      }
    }
    switch (code) {
      case SUCCESS -> succeeded = true;
      case STATE, STUTTERING -> trace.state(message);
      case BACK_TO_STATE -> trace.back(message);
      case INVARIANT_VIOLATED_INITIALLY, PROPERTY_VIOLATED_INITIALLY ->
          trace.initial(message.substring(message.indexOf('\n') + 1));
      case STATS, PROGRESS -> counts(message);
      case COVERAGE_START -> coverage.clear();
      case COVERAGE_OF_NEXT, COVERAGE_OF_PART, COVERAGE_OF_COSTLY_PART -> coverage.add(message);
      case SEARCH_DEPTH -> {
        Matcher at = DEPTH.matcher(message);
        depth = at.find() ? Integer.parseInt(at.group(1)) : 0;
      }
      default -> {}
    }
  }

  private synchronized void counts(String message) {
    Matcher counts = COUNTS.matcher(message);
    if (counts.find()) {
      generated = number(counts.group(1));
      distinct = number(counts.group(2));
      queued = number(counts.group(3));
      progress.accept(progress());
    }
  }

  /** How far the run had come when TLC told of it last. */
  synchronized TlcProgress progress() {
    return new TlcProgress(generated, distinct, queued, (System.nanoTime() - start) / NANOS);
  }

  private static long number(String digits) {
    return Long.parseLong(digits.replace(",", ""));
  }

  /** A message whose end is still to come. */
  private static final class Message {
    final int code;
    final int severity;
    final StringBuilder text = new StringBuilder();

    Message(int code, int severity) {
      this.code = code;
      this.severity = severity;
    }
  }
}
