package org.mmucheck.fuzz;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.subject.Fault;
import org.mmucheck.subject.LeftThread;
import org.mmucheck.trace.Trace;

/**
 * What fuzzing one model has shown. It depends on the model, the code, the number of tries and the
 * seed only.
 *
 * @param name of the fuzzed property
 * @param model the model's name
 * @param tries schedules run, up to and including the first that failed
 * @param steps actions attempted in these, refused ones included
 * @param seed of jqwik's random choices
 * @param verdict whether that is what the model expects
 * @param failure what the first failing schedule did; null if none failed
 * @param broken the broken property, {@link #DEADLOCK}, or null if none is; then a failure is a
 *     divergence of code and spec
 * @param shrunk that failure in a schedule from which no step can be left out: the spec's states up
 *     to it. Replaying it on the same code shows a divergence again. Where the code accepts, or
 *     changes in refusing, what the spec disables, the last step names that action and leaves the
 *     state as it was
 * @param fault what broke down, if that is the failure
 * @param detail one line for the user
 * @param left threads that the code has started itself and not ended; no fault by themselves
 * @param reach how far the schedules had come after 100, 1,000, ... steps and in the end; not
 *     beyond what the oracle remembers at once
 */
public record FuzzReport(
    String name,
    String model,
    int tries,
    long steps,
    long seed,
    Verdict verdict,
    @Nullable Failure failure,
    @Nullable String broken,
    @Nullable Trace shrunk,
    @Nullable Fault fault,
    String detail,
    List<LeftThread> left,
    List<Reach> reach) {
  public FuzzReport {
    left = List.copyOf(left);
    reach = List.copyOf(reach);
  }

  /** Of code that has left no thread behind, and has not come far. */
  public FuzzReport(
      String name,
      String model,
      int tries,
      long steps,
      long seed,
      Verdict verdict,
      @Nullable Failure failure,
      @Nullable String broken,
      @Nullable Trace shrunk,
      @Nullable Fault fault,
      String detail) {
    this(
        name, model, tries, steps, seed, verdict, failure, broken, shrunk, fault, detail, List.of(),
        List.of());
  }

  /** Stands for the name of a property where a state has no successor. */
  public static final String DEADLOCK = "deadlock";

  /** Whether fuzzing ended as the model expects. */
  public enum Verdict {
    /** No schedule failed, and none had to. */
    PASSED("passed"),
    /** The property that the model expects to break did. */
    FOUND("found"),
    /** Anything else. */
    FAILED("failed");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    /** As reports print it. */
    public String word() {
      return word;
    }
  }

  /** Whether the failure is one of the code against the spec. */
  public boolean diverges() {
    return failure != null && failure != Failure.BROKEN_PROPERTY;
  }

  /**
   * Writes the shrunk trace as {@code <model>.fuzz.itf.json}.
   *
   * @return the file; null if there is nothing to write
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public @Nullable Path write(Path folder) {
    if (shrunk == null) {
      return null;
    }
    Path file = folder.resolve(model + ".fuzz" + TraceFiles.ENDING);
    TraceFiles.write(shrunk, file);
    return file;
  }
}
