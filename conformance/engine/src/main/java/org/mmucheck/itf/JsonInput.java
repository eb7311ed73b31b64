package org.mmucheck.itf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.mmucheck.input.InputException;
import org.mmucheck.input.InputFile;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * JSON from files that anyone may have written: bounded in size and depth, so that no file exhausts
 * the heap or the stack, and every failure an {@link InputException} of one line.
 */
final class JsonInput {
  /** More than any trace of ours: 1000 states of 60 variables come to 5 MB. */
  static final int MAX_BYTES = 32 << 20;

  /** A token becomes at most some hundred bytes of values: a 1 GB heap holds the largest file. */
  private static final int MAX_TOKENS = 4_000_000;

  static final int MAX_DEPTH = 500;
  private static final int MAX_STRING = 1_000_000;
  private static final int MAX_NUMBER = 1_000;
  private static final int MAX_SHOWN = 160;

  /** How the parser's messages name the limit: of use to its programmer, not to a user. */
  private static final Pattern OPTION = Pattern.compile(", from `[^`]*`");

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxDocumentLength(MAX_BYTES)
                  .maxTokenCount(MAX_TOKENS)
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .maxNumberLength(MAX_NUMBER)
                  .maxNameLength(MAX_STRING)
                  .build())
          .recyclerPool(JsonRecyclerPools.nonRecyclingPool()) // same file, same message
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private JsonInput() {}

  /** The file's text, which must be UTF-8. */
  static String text(Path file) {
    if (Files.isDirectory(file)) {
      throw new InputException(file.toString(), "", "is a folder; expected a JSON file");
    }
    try (InputStream in = InputFile.open(file)) {
      return text(file.toString(), in);
    } catch (IOException e) {
      throw new InputException(file.toString(), "", reason(e));
    }
  }

  static String text(String name, InputStream in) {
    byte[] bytes;
    try {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new InputException(name, "", reason(e));
    }
    if (bytes.length > MAX_BYTES) {
      throw new InputException(
          name, "", "larger than " + (MAX_BYTES >> 20) + " MB, the limit for a trace");
    }
    return decode(name, bytes);
  }

  static String decode(String file, byte[] bytes) {
    CharBuffer chars = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), chars, true);
    String text = chars.flip().toString();
    if (result.isError()) {
      long line = text.chars().filter(c -> c == '\n').count() + 1;
      int column = text.length() - text.lastIndexOf('\n');
      throw new InputException(file, "line " + line + ", column " + column, "not UTF-8");
    }
    boolean marked = text.startsWith("\ufeff"); // some editors write a byte order mark
    return marked ? text.substring(1) : text;
  }

  static JsonParser parser(String text) {
    return FACTORY.createParser(ObjectReadContext.empty(), text);
  }

  /**
   * What the parser found wrong, in one line.
   *
   * @param in where it was; some of its exceptions do not tell
   */
  static InputException malformed(String file, JacksonException e, JsonParser in) {
    TokenStreamLocation at = e.getLocation();
    String message = e.getOriginalMessage();
    String reason = shown(message == null ? e.getClass().getSimpleName() : message);
    return new InputException(
        file,
        lineAndColumn(at == null ? in.currentLocation() : at),
        e instanceof StreamConstraintsException
            ? "too large: " + OPTION.matcher(reason).replaceAll("")
            : "not valid JSON: " + reason);
  }

  /** Where the parser is: {@code line 3, column 14 (states[2].count)}. */
  static String position(JsonParser in) {
    String path = path(in.streamReadContext());
    String at = lineAndColumn(in.currentTokenLocation());
    return path.isEmpty() ? at : at + " (" + path + ")";
  }

  private static String lineAndColumn(TokenStreamLocation at) {
    return "line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  private static String path(TokenStreamContext innermost) {
    StringBuilder path = new StringBuilder();
    TokenStreamContext context = innermost;
    while (context != null && path.length() < MAX_SHOWN) {
      if (context.inObject() && context.hasCurrentName()) {
        path.insert(0, "." + shown(context.currentName()));
      } else if (context.inArray() && context.hasCurrentIndex()) {
        path.insert(0, "[" + context.getCurrentIndex() + "]");
      }
      context = context.getParent();
    }
    if (context != null) {
      path.insert(0, "...");
    }
    return path.length() > 0 && path.charAt(0) == '.' && context == null
        ? path.substring(1)
        : path.toString();
  }

  /** Text from a file, fit for a message: one line, of bounded length. */
  static String shown(String text) {
    String cut = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    return cut.replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?");
  }

  /** Why the system could not open a file, in the user's words. */
  static String reason(Exception e) {
    Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
    return switch (cause) {
      case NoSuchFileException none -> "no such file or folder";
      case NotDirectoryException file -> "not a folder";
      case AccessDeniedException denied -> "permission denied";
      default ->
          shown(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
    };
  }
}
