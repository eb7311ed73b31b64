package org.mmucheck.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * Text from an input as a terminal may show it. Control characters could move the cursor or give
 * the terminal a command, and characters that order or hide others could have one text read as
 * another: each becomes {@code \}{@code u} and its number, which in a document of JSON is the same
 * character.
 */
final class Visible {
  private static final int ZERO_WIDTH_NON_JOINER = 0x200c; // scripts need these to be right
  private static final int ZERO_WIDTH_JOINER = 0x200d;
  private static final int SOFT_HYPHEN = 0xad;

  private Visible() {}

  /** A text that stays in its line. */
  static String of(String text) {
    return escaped(text, false);
  }

  /** A writer to a terminal, whose lines the program itself breaks. */
  static Printer printer(PrintWriter raw) {
    return raw instanceof Printer printer ? printer : new Printer(raw);
  }

  private static String escaped(String text, boolean keepsLines) {
    StringBuilder visible = null; // most texts stay as they are
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      int next = at + Character.charCount(c);
      boolean hides = isHidden(c) && !(keepsLines && (c == '\n' || c == '\t'));
      if (hides && visible == null) {
        visible = new StringBuilder(text.substring(0, at));
      }
      if (visible != null) {
        if (hides) {
          escape(text.substring(at, next), visible);
        } else {
          visible.appendCodePoint(c);
        }
      }
      at = next;
    }
    return visible == null ? text : visible.toString();
  }

  private static void escape(String hidden, StringBuilder to) {
    switch (hidden) {
      case "\n" -> to.append("\\n");
      case "\r" -> to.append("\\r");
      case "\t" -> to.append("\\t");
      default -> hidden.chars().forEach(unit -> to.append("\\u%04x".formatted(unit)));
    }
  }

  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      case Character.FORMAT ->
          c != ZERO_WIDTH_NON_JOINER && c != ZERO_WIDTH_JOINER && c != SOFT_HYPHEN;
      default -> false;
    };
  }

  /** Prints what is visible; lost output is told of as that of the writer behind it. */
  static final class Printer extends PrintWriter {
    private final PrintWriter raw;

    private Printer(PrintWriter raw) {
      super(new Filter(raw));
      this.raw = raw;
    }

    /** What the program itself tells the terminal. */
    void control(String sequence) {
      flush();
      raw.print(sequence);
    }

    /** Without the filter, for a text that holds nothing of any input. */
    PrintWriter raw() {
      return raw;
    }

    @Override
    public boolean checkError() {
      return super.checkError() | raw.checkError();
    }
  }

  private static final class Filter extends FilterWriter {
    Filter(Writer raw) {
      super(raw);
    }

    @Override
    public void write(int c) throws IOException {
      out.write(escaped(String.valueOf((char) c), true));
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
      out.write(escaped(new String(text, from, length), true));
    }

    @Override
    public void write(String text, int from, int length) throws IOException {
      out.write(escaped(text.substring(from, from + length), true));
    }
  }
}
