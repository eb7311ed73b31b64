package org.mmucheck.catalog;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A TLA+ module with one configuration, and what TLC must find.
 *
 * @param name unique; also the name of the model's trace
 * @param id catalogue id of the design or mistake ({@code b}, {@code c1}, {@code V2}); null where
 *     none
 * @param word says what the id stands for; null where nobody gave one
 * @param row the name of the manifest's row, which all models of the same constants share
 * @param traceFolder where its trace is, inside the folder of all traces; empty for that one itself
 * @param source what TLC reads
 * @param tier {@code quick} or {@code full}
 * @param expected what TLC must find
 * @param kernel the commit that had or mended it; null where none
 * @param summary one sentence; empty where nobody wrote one
 * @param induction what it shows of an inductive invariant; null where it shows behaviours
 * @param pins what the manifest pins of how it is checked; null where no manifest lists it
 */
public record Model(
    String name,
    @Nullable String id,
    @Nullable String word,
    String row,
    String traceFolder,
    Source source,
    String tier,
    Expected expected,
    @Nullable Kernel kernel,
    String summary,
    @Nullable Induction induction,
    @Nullable Pins pins) {

  /** A model of what TLC reads; the builder knows the rest. */
  public static ModelBuilder of(String name, Source source) {
    return new ModelBuilder(name, source);
  }

  /** The TLA+ module, without ending. */
  public String module() {
    return source.module();
  }

  /** The same, where its manifest speaks of these formulas of the module. */
  Model naming(Set<String> formulas) {
    return new Model(
        name,
        id,
        word,
        row,
        traceFolder,
        source,
        tier,
        expected,
        kernel,
        summary,
        induction,
        pins == null ? null : new Pins(pins.checks(), formulas));
  }

  /** Where its trace is kept, inside the folder of all traces. */
  public Path traceFile(Path traces) {
    return traces.resolve(traceFolder).resolve(name + ".itf.json");
  }

  /** The text of the configuration. */
  public String config() {
    return source.config();
  }

  /** What messages call the configuration, and the file that TLC reads it from. */
  public String configName() {
    return name + ".cfg";
  }

  /**
   * The same module with another configuration under another name, of which nothing is expected.
   */
  public ModelBuilder with(String otherName, String config) {
    return of(otherName, source.withConfig(config)).id(id).word(word).tier(tier);
  }

  /**
   * The two halves of an induction. Neither has a behaviour to replay: the base is a behaviour of a
   * model that is there anyway, and a step may begin where no behaviour leads.
   */
  public enum Induction {
    /** The reachable states satisfy the invariant. */
    BASE("base"),
    /** From every state that satisfies the invariant, each step leads to one that does. */
    STEP("step");

    private final String word;

    Induction(String word) {
      this.word = word;
    }

    /** The manifest's word. */
    public String word() {
      return word;
    }
  }

  /**
   * @param result how the run must end
   * @param property the property that must break; null for success and deadlock
   * @param distinctStates pinned where the run explores everything, else null
   * @param depth pinned where the run explores everything with one worker, else null
   * @param graphDigest SHA-256 of the state graph in hex, pinned where the run explores everything;
   *     null where it is not
   * @param steps of the shortest behaviour that fails; null where they are not pinned
   */
  public record Expected(
      Result result,
      @Nullable String property,
      @Nullable Long distinctStates,
      @Nullable Integer depth,
      @Nullable String graphDigest,
      @Nullable Integer steps) {
    public Expected(
        Result result,
        @Nullable String property,
        @Nullable Long distinctStates,
        @Nullable Integer depth) {
      this(result, property, distinctStates, depth, null, null);
    }
  }

  /** A kernel commit: abbreviated hash, null if we do not know it; subject and year. */
  public record Kernel(@Nullable String commit, String subject, int year) {}

  /** How a TLC run ends, in the words of the manifest. */
  public enum Result {
    SUCCESS("success"),
    SAFETY_FAILURE("safety failure"),
    LIVENESS_FAILURE("liveness failure"),
    DEADLOCK("deadlock");

    private final String word;

    Result(String word) {
      this.word = word;
    }

    /** The manifest's word. */
    public String word() {
      return word;
    }
  }
}
