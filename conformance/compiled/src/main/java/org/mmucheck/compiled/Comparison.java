package org.mmucheck.compiled;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.compiled.explore.Digests;
import org.mmucheck.compiled.explore.Found;
import org.mmucheck.compiled.explore.Found.Verdict;
import org.mmucheck.compiled.value.EvaluationException;
import org.mmucheck.compiled.value.UnsupportedException;
import org.mmucheck.graph.TransitionGraph;
import org.mmucheck.spec.Spec;
import org.mmucheck.tlc.Captured;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcOptions;
import org.mmucheck.tlc.TlcResult;
import org.mmucheck.tlc.TlcSession;
import org.mmucheck.tlc.TlcSessions;
import org.mmucheck.tlc.syntax.SpecTree;
import org.mmucheck.value.ContentHash;

/**
 * What TLC and the compiled engine say of one model.
 *
 * @param model the model
 * @param tlc what TLC found; null where it reached no verdict
 * @param tlcFailure why it reached none; null where it reached one
 * @param compiled what the compiled engine found; null where it refused
 * @param refusal why it refused; null where it did not
 * @param unchecked the properties that only TLC checks
 * @param differences where the two differ, one sentence each; empty if they agree
 */
public record Comparison(
    Model model,
    @Nullable TlcResult tlc,
    @Nullable String tlcFailure,
    @Nullable Found compiled,
    @Nullable String refusal,
    List<String> unchecked,
    List<String> differences) {
  public Comparison {
    unchecked = List.copyOf(unchecked);
    differences = List.copyOf(differences);
  }

  /**
   * Runs both.
   *
   * @param threads of the compiled engine; TLC has one, so that its search is breadth first
   * @throws TlcException if the module or the configuration is wrong, or an assumption does not
   *     hold
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static Comparison of(Model model, int threads) throws InterruptedException {
    return of(model, threads, Long.MAX_VALUE);
  }

  /**
   * As {@link #of(Model, int)}, but refuses a model that is too large.
   *
   * @param most states
   */
  static Comparison of(Model model, int threads, long most) throws InterruptedException {
    try (TlcSession session = TlcSessions.open(model)) {
      SpecTree tree = session.tree();
      CompiledModel program;
      Found found;
      try {
        program = compiled(tree);
        found = program.explore(threads, true, most);
      } catch (UnsupportedException e) {
        return new Comparison(model, null, null, null, e.getMessage(), List.of(), List.of());
      }
      if (found.verdict() == Found.Verdict.UNFINISHED) {
        String why = "more than " + most + " states";
        return new Comparison(model, null, null, found, why, List.of(), List.of());
      }
      return of(model, session, tree, program, found);
    }
  }

  private static CompiledModel compiled(SpecTree tree) {
    try {
      return CompiledModel.of(tree);
    } catch (EvaluationException e) {
      throw CompiledEngine.noAssumption(e);
    }
  }

  private static Comparison of(
      Model model, TlcSession session, SpecTree tree, CompiledModel program, Found found)
      throws InterruptedException {
    try {
      Captured captured = session.captureAsItIs(TlcOptions.oneWorker());
      TlcResult actual = captured.result();
      Evidence evidence = evidence(actual, program, found);
      if (evidence != null) {
        List<String> differences =
            new ArrayList<>(differences(actual, captured.graph(), found, true));
        differences.add(evidence.told(tree));
        return new Comparison(model, actual, null, found, null, program.temporal(), differences);
      }
      List<String> differences =
          isTemporal(program, actual)
              ? unchecked(model, found)
              : judged(
                  differences(actual, captured.graph(), found, true),
                  tree,
                  session::spec,
                  captured.graph(),
                  program);
      return new Comparison(model, actual, null, found, null, program.temporal(), differences);
    } catch (TlcException e) {
      List<String> differences =
          found.verdict() == Verdict.ERROR
              ? List.of()
              : List.of("TLC cannot evaluate it, the compiled engine can: " + e.getMessage());
      return new Comparison(
          model, null, e.getMessage(), found, null, program.temporal(), differences);
    }
  }

  /** The behaviour of the one engine that finds an invariant broken; null if both do, or none. */
  static @Nullable Evidence evidence(TlcResult actual, CompiledModel program, Found found)
      throws InterruptedException {
    TlcResult.Behaviour shown = actual.errorTrace();
    String broken = actual.property();
    if (actual.result() == Result.SAFETY_FAILURE
        && shown != null
        && broken != null
        && found.verdict() == Verdict.SUCCESS) {
      return new Evidence(shown.states(), broken, true);
    }
    if (found.verdict() == Verdict.SAFETY_FAILURE && actual.result() == Result.SUCCESS) {
      Found again = program.exploreForBehaviour(1);
      return new Evidence(program.states(again), Objects.requireNonNull(again.property()), false);
    }
    return null;
  }

  /** With the place where the graphs part, and who of the two is right there. */
  static List<String> judged(
      List<String> differences,
      SpecTree tree,
      Supplier<? extends Spec> spec,
      @Nullable TransitionGraph graph,
      CompiledModel program) {
    if (differences.isEmpty() || graph == null) {
      return differences;
    }
    List<String> judged = new ArrayList<>(differences);
    try {
      Dispute.of(tree, spec.get(), graph, program).map(Dispute::told).ifPresent(judged::add);
    } catch (EvaluationException e) {
      judged.add("the compiled engine comes to where it cannot go on: " + e.getMessage());
    }
    return judged;
  }

  /** Whether TLC found what only it checks. */
  static boolean isTemporal(CompiledModel program, TlcResult actual) {
    return actual.result() == Result.LIVENESS_FAILURE
        && (actual.property() == null
            ? !program.temporal().isEmpty()
            : program.temporal().contains(actual.property()));
  }

  /** The state graphs alone, where a temporal property is broken. */
  private static List<String> unchecked(Model model, Found found) throws InterruptedException {
    try (TlcSession session = TlcSessions.openUnchecked(model)) {
      Captured captured = session.captureAsItIs(TlcOptions.oneWorker());
      return differences(captured.result(), captured.graph(), found, true);
    }
  }

  /**
   * Where a run of TLC and one of the compiled engine differ.
   *
   * @param graph TLC's, for one that has summed up the steps; null if there is none
   * @param isBreadthFirst whether TLC had one worker, so that it knows depths and shortest lengths
   */
  static List<String> differences(
      TlcResult tlc, @Nullable TransitionGraph graph, Found found, boolean isBreadthFirst) {
    List<String> differences = new ArrayList<>();
    differ("the verdict", words(tlc), CompiledCheck.words(found), differences);
    if (!differences.isEmpty()) {
      return differences;
    }
    if (tlc.result() != Result.SUCCESS) {
      if (isBreadthFirst) {
        differ("the length of the behaviour", tlc.errorTraceLength(), found.length(), differences);
      }
      return differences;
    }
    differ("distinct states", tlc.distinctStates(), found.distinct(), differences);
    differ("generated states", tlc.generatedStates(), found.generated(), differences);
    if (isBreadthFirst) {
      differ("the depth", tlc.depth(), found.depth(), differences);
    }
    if (graph != null) {
      differ("the digest of the states", states(graph), found.stateDigest(), differences);
      differ("the digest of the steps", steps(graph), found.edgeDigest(), differences);
    }
    return differences;
  }

  private static void differ(String what, Object tlc, Object compiled, List<String> differences) {
    if (!tlc.equals(compiled)) {
      differences.add(what + ": TLC " + tlc + ", compiled " + compiled);
    }
  }

  /** How a run of TLC ended. */
  public static String words(TlcResult tlc) {
    return tlc.result().word() + (tlc.property() == null ? "" : " of " + tlc.property());
  }

  /** {@link Found#stateDigest} of a graph of TLC's. */
  static long states(TransitionGraph graph) {
    long sum = 0;
    for (int i = 0; i < graph.size(); i++) {
      sum += Digests.state(graph.contentHash(i));
    }
    return sum;
  }

  /** {@link Found#edgeDigest} of a graph of TLC's. */
  static long steps(TransitionGraph graph) {
    long[] labels =
        graph.actions().stream().mapToLong(each -> ContentHash.of(each.toString())).toArray();
    long sum = 0;
    for (int from = 0; from < graph.size(); from++) {
      long hash = graph.contentHash(from);
      for (int i = graph.firstTransition(from); i < graph.firstTransition(from + 1); i++) {
        sum += Digests.step(hash, labels[graph.label(i)], graph.contentHash(graph.target(i)));
      }
    }
    return sum;
  }

  /** Whether the two agree, so far as the compiled engine knows the model. */
  public boolean isEqual() {
    return differences.isEmpty();
  }

  /** What the compiled engine found. */
  public Found found() {
    return Objects.requireNonNull(compiled, refusal);
  }
}
