package org.mmucheck.tlc.bridge;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.tlc.Memory;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcProgress;
import org.mmucheck.tlc.UnfinishedException;
import tla2sany.drivers.FrontEndException;
import tla2sany.drivers.SANY;
import tla2sany.modanalyzer.SpecObj;
import tla2sany.semantic.Errors;
import tlc2.output.EC;
import tlc2.output.MP;
import tlc2.output.Message;
import tlc2.tool.ConfigFileException;
import tlc2.tool.EvalException;
import util.Assert.TLCRuntimeException;
import util.ToolIO;

/** TLC's exceptions as one line with file, position and exit code. */
final class Failures {
  private static final int EVALUATION_FAILED = EC.ExitStatus.FAILURE_SPEC_EVAL;

  private static final Pattern LEXICAL =
      Pattern.compile("Lexical error at line (\\d+), column (\\d+)\\.\\s+(.*)");

  private static final Pattern SYNTAX =
      Pattern.compile("\\*\\*\\*Parse Error\\*\\*\\*(.*?)(Residual stack trace|$)", Pattern.DOTALL);
  private static final Pattern UNEXPECTED =
      Pattern.compile("TLC threw an unexpected exception\\..*The exception was a \\S+ : ");
  private static final Pattern JAVA_STACK =
      Pattern.compile("\\s+at [\\w.$/]+\\([\\w. ]+(:\\d+)?\\).*", Pattern.DOTALL);
  private static final Pattern FRAME = Pattern.compile("[Ll]ine (\\d+), col(?:umn)? (\\d+)");

  private static final Pattern MISSING_MODULE =
      Pattern.compile("Cannot find source file for module \\w+( imported in module \\w+)?");
  private static final String ENDLESS_RECURSION =
      "a recursion does not come to an end (java.lang.StackOverflowError); if it only is deep,"
          + " MMUCHECK_JAVA_ARGS=-Xss64m gives it room";

  private final String module;
  private final String config;
  private final SpecFiles files;
  private boolean any;

  Failures(String module, String config, SpecFiles files) {
    this.module = module;
    this.config = config;
    this.files = files;
  }

  /** Whether TLC failed in this session. */
  boolean any() {
    return any;
  }

  /** For an exception while the module and the configuration are read. */
  TlcException opening(RuntimeException e) {
    any = true;
    if (e instanceof ConfigFileException) {
      return new TlcException(
          EC.ExitStatus.ERROR_CONFIG_PARSE,
          config + ": " + oneLine(String.valueOf(e.getMessage())),
          e);
    }
    if (e instanceof TLCRuntimeException tlc) {
      int exitCode = EC.ExitStatus.errorConstantToExitStatus(tlc.errorCode);
      if (exitCode == EC.ExitStatus.ERROR_SPEC_PARSE) {
        return new TlcException(exitCode, module + ".tla: " + frontEndErrors(), e);
      }
      if (exitCode == EC.ExitStatus.ERROR_CONFIG_PARSE) {
        return new TlcException(
            exitCode, config + ": " + oneLine(String.valueOf(e.getMessage())), e);
      }
    }
    return evaluating(e, config);
  }

  /**
   * For an exception while an expression is evaluated.
   *
   * @param where what was evaluated: an action, an invariant
   */
  TlcException evaluating(Throwable e, String where) {
    any = true;
    int exitCode = EVALUATION_FAILED;
    if (e instanceof EvalException eval && eval.getErrorCode() == EC.TLC_VALUE_ASSERT_FAILED) {
      exitCode = EC.ExitStatus.VIOLATION_ASSERT;
    }
    return new TlcException(exitCode, module + ".tla: " + where + ": " + reason(e), e);
  }

  /** For a run that ended without a verdict. */
  TlcException run(int exitCode, Messages messages) {
    any = true;
    List<Message> errors = messages.errors();
    if (errors.isEmpty()) {
      return new TlcException(exitCode, module + ".tla: TLC ended without a verdict");
    }
    Message first = errors.get(0);
    String why = MP.getMessage(first.getMessageCode(), first.getParameters());
    String where =
        messages.first(EC.TLC_NESTED_EXPRESSION).map(parts -> innermost(parts.get(0))).orElse("");
    return new TlcException(exitCode, module + ".tla: " + where + oneLine(why));
  }

  /** For a run in which TLC could not go on, and would have ended the process. */
  TlcException exit(Exits.Exit exit, Messages messages) {
    any = true;
    String why = // all of them: the first may be a verdict, the next why TLC cannot show it
        messages.errors().stream()
            .map(error -> MP.getMessage(error.getMessageCode(), error.getParameters()))
            .map(text -> oneLine(JAVA_STACK.matcher(text).replaceFirst("")))
            .distinct()
            .collect(Collectors.joining(" "));
    return new TlcException(
        EC.ExitStatus.ERROR_SYSTEM,
        module + ".tla: TLC gave up at " + exit.caller() + ": " + why,
        exit);
  }

  /** Whether a run needed more memory than there is. */
  boolean isMemory(@Nullable Throwable failure, Messages messages) {
    return (failure != null && Memory.isExhausted(failure))
        || messages.errors().stream()
            .anyMatch(
                error ->
                    error.getMessageCode() == EC.SYSTEM_OUT_OF_MEMORY
                        || error.getMessageCode() == EC.SYSTEM_OUT_OF_MEMORY_TOO_MANY_INIT
                        || error.getMessageCode() == EC.SYSTEM_OUT_OF_MEMORY_LIVENESS);
  }

  /** For such a run. */
  TlcException memory(long states) {
    any = true;
    return Memory.exhausted(module + ".tla: TLC", states);
  }

  /** For a run that ended well before it had explored everything. */
  TlcException unfinished(long states, long left) {
    any = true;
    return new TlcException(
        TlcException.UNFINISHED,
        "%s.tla: TLC was told to stop, as TLCSet(\"exit\", TRUE) does, with %d states found and %d"
                .formatted(module, states, left)
            + " of them left to go on from; nothing wrong was found so far, and nothing is shown");
  }

  /** For a run that a limit has ended. */
  TlcException limit(TlcProgress progress) {
    any = true;
    return UnfinishedException.at(progress);
  }

  /** For an assumption that is false or cannot be evaluated. */
  TlcException assumption(Messages messages) {
    return run(EC.ExitStatus.VIOLATION_ASSUMPTION, messages);
  }

  /** The last position of TLC's call stack, which it hands out as text only. */
  private static String innermost(String callStack) {
    String[] frames = callStack.strip().split("\n");
    Matcher frame = FRAME.matcher(frames[frames.length - 1]);
    return frame.find() ? "line " + frame.group(1) + ", column " + frame.group(2) + ": " : "";
  }

  /**
   * TLC does not hand out the errors of its parser, so the parser runs once more for them; an error
   * of syntax is to be had from its output only.
   */
  private String frontEndErrors() {
    SpecObj again = new SpecObj(module, files);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = ToolIO.out;
    ToolIO.out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    try {
      SANY.frontEndMain(again, module, ToolIO.out);
    } catch (FrontEndException e) {
      return oneLine(String.valueOf(e.getMessage()));
    } finally {
      ToolIO.out = before;
    }
    String output = printed.toString(StandardCharsets.UTF_8);
    Matcher lexical = LEXICAL.matcher(output);
    if (lexical.find()) {
      return "line %s, column %s: %s"
          .formatted(lexical.group(1), lexical.group(2), oneLine(lexical.group(3)));
    }
    Matcher syntax = SYNTAX.matcher(output);
    if (syntax.find()) {
      String text = oneLine(syntax.group(1));
      Matcher at = FRAME.matcher(text);
      return (at.find() ? "line " + at.group(1) + ", column " + at.group(2) + ": " : "") + text;
    }
    String all =
        Stream.of(again.getInitErrors(), again.getParseErrors(), again.getSemanticErrors())
            .flatMap(Failures::texts)
            .map(Failures::oneLine)
            .collect(Collectors.joining("; "));
    return all.isEmpty() ? "does not parse" : all;
  }

  private static Stream<String> texts(Errors errors) {
    return Stream.concat(Arrays.stream(errors.getAborts()), Arrays.stream(errors.getErrors()));
  }

  private static String reason(Throwable e) {
    return e instanceof StackOverflowError
        ? ENDLESS_RECURSION
        : oneLine(String.valueOf(e.getMessage()));
  }

  static String oneLine(String text) {
    if (text.contains(StackOverflowError.class.getName())) {
      return ENDLESS_RECURSION; // what TLC prints then is Java's stack
    }
    Matcher missing = MISSING_MODULE.matcher(text);
    if (missing.find()) {
      return missing.group() + "; --library DIR names a folder with further modules";
    }
    String line = text.strip().replaceAll("\\s+", " ");
    return UNEXPECTED.matcher(line).replaceFirst("");
  }
}
