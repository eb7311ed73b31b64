package org.mmucheck.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.tlc.Memory;

/**
 * What is said where there is no memory left to say anything with: who used it up may still run,
 * and take whatever is given back. So all that it needs is there from the start, and it makes
 * nothing new.
 *
 * <p>Concurrency: any thread may tell how far it is, and whoever told last is named.
 */
final class LastWords {
  private static final int LONGEST = 8_000;

  private static volatile String place = "";

  private final byte[] before;
  private final byte[] after;
  private final OutputStream err;
  private final @Nullable OutputStream out;
  private final byte[] line = new byte[LONGEST];
  private int length;
  private boolean hasSaid;

  /**
   * @param command how to call the program again
   * @param err for the message
   * @param out for a document of JSON; null if none is wanted
   */
  LastWords(String command, OutputStream err, @Nullable OutputStream out) {
    String shown = Visible.of(command);
    this.before =
        bytes((shown.length() > LONGEST / 2 ? "the command" : shown) + " ran out of memory");
    this.after = bytes(Memory.advice());
    this.err = err;
    this.out = out;
    composeDocument("all"); // Java makes a constant of the code where that is run first
    composeLine("all");
  }

  /** Of a call of the program. */
  static LastWords of(
      Console console, List<String> args, OutputStream err, @Nullable OutputStream out) {
    return new LastWords(console.command(args), err, out);
  }

  /** Tells what the program is at. */
  static void at(String now) {
    place = now;
  }

  /** What the program was at last, as a part of a sentence; empty if nobody has told. */
  static String place() {
    String last = place;
    return last.isEmpty() ? "" : " at \"" + last + "\"";
  }

  /** Says them, once, as far as that goes. */
  synchronized void say() {
    if (hasSaid) {
      return;
    }
    hasSaid = true;
    try {
      if (out != null) {
        composeDocument(place);
        out.write(line, 0, length);
      }
      composeLine(place);
      err.write(line, 0, length);
    } catch (IOException e) {
      return; // there is nobody to be told
    }
  }

  private void composeDocument(String last) {
    length = 0;
    add("{\n  \"error\" : {\n    \"exitCode\" : 153,\n    \"message\" : \"", false);
    addMessage(last, true);
    add("\"\n  }\n}\n", false);
  }

  private void composeLine(String last) {
    length = 0;
    add("mmucheck: ", false);
    addMessage(last, false);
    add("\n", false);
  }

  private void addMessage(String last, boolean isJson) {
    add(before, isJson);
    if (!last.isEmpty()) {
      add(" at \"", isJson);
      add(last, isJson);
      add("\"", isJson);
    }
    add(after, isJson);
  }

  private void add(String text, boolean isJson) {
    for (int i = 0; i < text.length(); i++) {
      add(text.charAt(i), isJson);
    }
  }

  private void add(byte[] text, boolean isJson) {
    for (byte each : text) {
      add((char) each, isJson);
    }
  }

  /** What is no ASCII, or none that is seen, is not worth a table that must be there too. */
  private void add(char c, boolean isJson) {
    if (isJson && (c == '"' || c == '\\')) {
      put('\\');
    }
    put(c == '\n' || c >= ' ' && c < 0x7f ? c : '?');
  }

  private void put(char c) {
    if (length < line.length) {
      line[length++] = (byte) c;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
