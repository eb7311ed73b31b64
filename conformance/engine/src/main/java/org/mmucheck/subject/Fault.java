package org.mmucheck.subject;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mmucheck.sched.ActorFailure;
import org.mmucheck.sched.StuckActorException;

/**
 * What broke down while the code under test ran: an exception, an error, or a wait without end. It
 * is a result, and never a fault of the engine's own.
 *
 * @param party whose it is
 * @param what one line
 * @param stack where, innermost first: neither the JDK's frames nor the engine's, each once
 * @param endless whether it is a wait or a loop without end; to see it again takes as long
 */
public record Fault(Party party, String what, List<String> stack, boolean endless) {
  private static final int MOST_FRAMES = 8;
  private static final int LONGEST = 500;

  /** The engine's packages that call code under test, or are called by it. */
  private static final Set<String> ENGINE =
      Set.of("sched", "subject", "conform", "replay", "fuzz", "record", "points", "junit");

  private static final String OURS = "org.mmucheck.";

  /** Whose a fault is. */
  public enum Party {
    CODE("the code"),
    BINDING("the binding");

    private final String words;

    Party(String words) {
      this.words = words;
    }

    /** For a sentence. */
    @Override
    public String toString() {
      return words;
    }
  }

  public Fault {
    stack = List.copyOf(stack);
  }

  /**
   * @param isBinding says of the name of a class whether it belongs to the binding
   */
  static Fault of(Throwable thrown, Predicate<String> isBinding) {
    Throwable at = thrown instanceof ActorFailure failure ? cause(failure) : thrown;
    List<StackTraceElement> frames = frames(at);
    // What a static initializer or a reflective call throws has its own frames below.
    for (Throwable below = at.getCause(); frames.isEmpty() && below != null; ) {
      frames = frames(below);
      below = below.getCause();
    }
    boolean ofBinding =
        at instanceof BindingException
            || (!frames.isEmpty() && isBinding.test(outermost(frames.getFirst().getClassName())));
    return new Fault(
        ofBinding ? Party.BINDING : Party.CODE,
        what(at),
        texts(frames),
        at instanceof StuckActorException);
  }

  /** Whether of all frames but the JDK's, the innermost is the engine's. */
  static boolean isRaisedByTheEngine(Throwable thrown) {
    for (StackTraceElement frame : thrown.getStackTrace()) {
      if (!isJdk(frame)) {
        return isEngine(frame.getClassName());
      }
    }
    return false;
  }

  /** Where a thread of the code stands that has not ended. */
  public static Fault unended(Thread thread) {
    StackTraceElement[] stack = thread.getStackTrace();
    List<StackTraceElement> own = frames(stack);
    String where =
        own.isEmpty() ? stack.length == 0 ? "nowhere" : "in " + stack[0] : "in " + own.getFirst();
    String what = "has not ended; it is %s, %s".formatted(where, thread.getState());
    return new Fault(Party.CODE, what, texts(own), true);
  }

  private static Throwable cause(ActorFailure failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure : cause;
  }

  /** The class that a nested one stands in: {@code a.B} for {@code a.B$C}. */
  static String outermost(String className) {
    int nested = className.indexOf('$');
    return nested < 0 ? className : className.substring(0, nested);
  }

  private static List<StackTraceElement> frames(Throwable thrown) {
    return frames(thrown.getStackTrace());
  }

  private static List<StackTraceElement> frames(StackTraceElement[] stack) {
    List<StackTraceElement> frames = new ArrayList<>();
    for (StackTraceElement frame : stack) {
      if (GuardedBinding.isBorder(frame.getClassName())) {
        break; // what lies below called the engine
      }
      if (!isJdk(frame) && !isEngine(frame.getClassName())) {
        frames.add(frame);
      }
    }
    return frames;
  }

  private static boolean isJdk(StackTraceElement frame) {
    String module = frame.getModuleName();
    return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
  }

  private static boolean isEngine(String className) {
    if (!className.startsWith(OURS)) {
      return false;
    }
    int end = className.indexOf('.', OURS.length());
    return end > 0 && ENGINE.contains(className.substring(OURS.length(), end));
  }

  /** Each frame once: a recursion without end has a thousand of them. */
  private static List<String> texts(List<StackTraceElement> frames) {
    Set<String> texts = new LinkedHashSet<>();
    for (StackTraceElement frame : frames) {
      if (texts.size() == MOST_FRAMES) {
        break;
      }
      texts.add(
          "%s.%s(%s:%d)"
              .formatted(
                  frame.getClassName(),
                  frame.getMethodName(),
                  frame.getFileName(),
                  frame.getLineNumber()));
    }
    return List.copyOf(texts);
  }

  private static String what(Throwable thrown) {
    String text =
        thrown instanceof StuckActorException
                || thrown instanceof BindingException
                || thrown instanceof SubjectException
            ? String.valueOf(message(thrown))
            : text(thrown);
    Throwable cause = thrown.getCause();
    if (cause != null && !text.contains(text(cause))) {
      text += "; caused by " + text(cause);
    }
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }

  private static String text(Throwable thrown) {
    String message = message(thrown);
    return thrown.getClass().getName() + (message == null ? "" : ": " + message);
  }

  /** Also this is code under test. */
  private static @Nullable String message(Throwable thrown) {
    try {
      return thrown.getLocalizedMessage();
    } catch (RuntimeException | StackOverflowError e) {
      return "its message fails with " + e.getClass().getName();
    }
  }
}
