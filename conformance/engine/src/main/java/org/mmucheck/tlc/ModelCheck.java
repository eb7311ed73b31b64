package org.mmucheck.tlc;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.graph.CapturedGraph;
import org.mmucheck.graph.NondeterministicActionException;
import org.mmucheck.graph.PartialGraph;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.spec.State;
import org.mmucheck.trace.Trace;

/** The check of one model: TLC's verdict, its comparison with the manifest, its counterexample. */
final class ModelCheck {
  private static final int OUR_FAULT = 70;

  private final Model model;
  private final CheckOptions options;
  private final TlcOptions tlcOptions;

  ModelCheck(Model model, CheckOptions options, int workers) {
    this.model = model;
    this.options = options;
    this.tlcOptions =
        new TlcOptions(
            workers, progress -> options.progress().accept(model, progress), options.limits());
  }

  /** Runs TLC on the model alone. */
  CheckResult run() throws InterruptedException {
    if (options.limits().isOver()) {
      return unfinished(UnfinishedException.notBegun());
    }
    if (options.distribution() != null) {
      return distributed(options.distribution(), true);
    }
    if (options.saving() != null) {
      return saved(options.saving(), true);
    }
    return options.tla2tools() == null ? builtIn() : usersOwn(options.tla2tools());
  }

  /** The user's own TLC parses and checks, and the counterexample is its own. */
  private CheckResult usersOwn(Path jar) throws InterruptedException {
    try {
      TlcResult actual = new ExternalTlc(jar).check(model, tlcOptions);
      TlcResult.@Nullable Behaviour behaviour = actual.errorTrace();
      @Nullable Trace counterexample =
          behaviour == null || model.induction() != null
              ? null
              : labelled(behaviour.trace(meta(actual)));
      return result(actual, counterexample, List.of()); // what it was given, only it knows
    } catch (TlcException e) {
      return failed(e);
    }
  }

  /**
   * The same states with the actions' arguments, which older versions do not write, if the TLC that
   * is built in can read the spec as well.
   */
  private Trace labelled(Trace reported) {
    try (TlcSpec spec = Specs.open(model)) {
      List<State> states =
          reported.steps().stream().map(step -> step.state().inOrder(spec.vars())).toList();
      return new Trace(
          reported.meta(), spec.vars(), Counterexamples.labelled(spec, states), reported.loop());
    } catch (TlcException | IllegalArgumentException e) {
      return reported;
    }
  }

  /** What TLC finds, though nothing is expected, and as it finds it. */
  CheckResult verdict() throws InterruptedException {
    if (options.tla2tools() != null) {
      return usersOwn(options.tla2tools());
    }
    if (options.distribution() != null) {
      return distributed(options.distribution(), false);
    }
    if (options.simulating() != null) {
      return simulated(options.simulating());
    }
    if (options.saving() != null) {
      return saved(options.saving(), false);
    }
    try (TlcSession session = TlcSessions.open(model)) {
      TlcResult actual = session.check(tlcOptions);
      TlcResult.@Nullable Behaviour behaviour = actual.errorTrace();
      @Nullable Trace counterexample = behaviour == null ? null : behaviour.trace(meta(actual));
      return found(actual, counterexample);
    } catch (TlcException e) {
      return failed(e);
    }
  }

  /**
   * Runs TLC so that another run can go on with it; the counterexample is TLC's own.
   *
   * @param isExpected whether the manifest says what is to come out
   */
  private CheckResult saved(Saving saving, boolean isExpected) throws InterruptedException {
    try (SavedRun run = SavedRun.open(saving, model);
        TlcSession session = TlcSessions.openSaved(model, run)) {
      TlcResult actual = session.check(tlcOptions.keeping(run, saving.every()));
      TlcResult.@Nullable Behaviour behaviour = actual.errorTrace();
      @Nullable Trace counterexample =
          behaviour == null || model.induction() != null ? null : behaviour.trace(meta(actual));
      CheckResult result =
          isExpected
              ? result(
                  actual, counterexample, PinnedChecks.differences(model, session.given(), true))
              : found(actual, counterexample);
      run.ended();
      return result;
    } catch (TlcException e) {
      return failed(e);
    }
  }

  /**
   * Has workers in several processes explore the model. Where they meet something wrong, one worker
   * in this process goes as far: it names the property, and its steps are a shortest way.
   *
   * @param isExpected whether the manifest says what is to come out
   */
  private CheckResult distributed(Distribution where, boolean isExpected)
      throws InterruptedException {
    Given given;
    DistributedTlc tlc = new DistributedTlc(model, tlcOptions, where);
    Optional<TlcResult> held;
    try {
      try (TlcSession session = TlcSessions.open(model)) {
        session.requireDistributable();
        given = session.given();
      }
      held = tlc.explore(given.checks());
    } catch (TlcException e) {
      return failed(e);
    }
    if (held.isPresent()) {
      return isExpected
          ? result(held.get(), null, PinnedChecks.differences(model, given, true))
          : found(held.get(), null);
    }
    where
        .tell()
        .accept("a worker met an error; one worker here goes that far, for the steps to it");
    ModelCheck here = new ModelCheck(model, options.alone(), 1);
    return confirmed(isExpected ? here.run() : here.verdict(), tlc.error());
  }

  /** Draws behaviours; what one of them breaks is not the shortest way to it. */
  private CheckResult simulated(Simulating how) throws InterruptedException {
    try (TlcSession session = TlcSessions.open(model)) {
      TlcResult actual = new Simulation(session.spec(), tlcOptions, how).run();
      return found(actual, Objects.requireNonNull(actual.errorTrace()).trace(meta(actual)));
    } catch (TlcException e) {
      return failed(e);
    }
  }

  /** What this process finds, where workers have met an error. */
  private CheckResult confirmed(CheckResult here, String error) {
    if (here.failure() instanceof UnfinishedException ended) {
      return failed(ended.afterError(error));
    }
    TlcResult actual = here.actual();
    return actual != null && actual.result() == Result.SUCCESS
        ? failed(mismatch("a worker met an error that a run here does not: " + error))
        : here;
  }

  private CheckResult found(TlcResult actual, @Nullable Trace counterexample) {
    return new CheckResult(
        model,
        actual,
        null,
        Emptiness.reason(model, actual).stream().toList(),
        counterexample,
        export(counterexample));
  }

  private CheckResult builtIn() throws InterruptedException {
    try (TlcSession session = TlcSessions.open(model)) {
      Captured found = find(session);
      TlcResult actual = found.result();
      if (options.witness() != null) {
        options.witness().saw(List.of(model), session, actual, found.graph(), tlcOptions.workers());
      }
      if (found.graph() != null && wantsGraph()) {
        useGraph(session.spec(), actual, found.graph());
      }
      boolean isBehaviour = model.induction() == null && actual.result() != Result.SUCCESS;
      @Nullable Trace counterexample = isBehaviour ? counterexample(session, found) : null;
      if (counterexample != null && options.witness() != null) {
        options.witness().sawCounterexample(model, session, counterexample);
      }
      return result(actual, counterexample, PinnedChecks.differences(model, session.given(), true));
    } catch (TlcException e) {
      return failed(e);
    } catch (NondeterministicActionException e) {
      return failed(new TlcException(TlcException.NOT_FIT, String.valueOf(e.getMessage()), e));
    } catch (OutOfMemoryError e) {
      return failed(Memory.exhausted(model.name(), -1));
    }
  }

  /** The result for a model that holds, by a run of TLC that also checked what it lists. */
  CheckResult held(TlcResult actual, Given given) {
    return result(actual, null, PinnedChecks.differences(model, given, false));
  }

  /** The result for a model whose property broke in a run of TLC that watched it. */
  CheckResult broke(TlcSpec spec, Given given, PartialGraph explored, Watched.Broken broken)
      throws InterruptedException {
    TlcResult actual = broken.result();
    try {
      List<Trace.Step> steps =
          Counterexamples.shortest(explored, broken)
              .orElseThrow(() -> mismatch("there is no way to where " + finding(actual) + " is"));
      if (spec.holds(propertyOf(actual), steps.getLast().state())) {
        throw mismatch(propertyOf(actual) + " holds where TLC saw it break");
      }
      requireSameLength(steps.size(), actual);
      return result(
          actual,
          new Trace(meta(actual), spec.vars(), steps, OptionalInt.empty()),
          PinnedChecks.differences(model, given.with(model.expected().property()), false));
    } catch (TlcException e) {
      return failed(e);
    } catch (NondeterministicActionException e) {
      return run(); // alone, for TLC's own counterexample
    }
  }

  private CheckResult result(TlcResult actual, @Nullable Trace counterexample, List<String> given) {
    List<String> differences = new ArrayList<>(differences(actual));
    if (differences.isEmpty() && counterexample != null) {
      differences.addAll(stepsDifference(counterexample.steps().size() - 1));
    }
    differences.addAll(given);
    Emptiness.reason(model, actual).ifPresent(differences::add);
    return new CheckResult(
        model, actual, null, differences, counterexample, export(counterexample));
  }

  /** The result of a run that was ended. */
  CheckResult unfinished(UnfinishedException e) {
    return failed(e);
  }

  private CheckResult failed(TlcException e) {
    return new CheckResult(model, null, e, List.of(), null, null);
  }

  /** Whether somebody has a use for the model's state graph. */
  boolean wantsGraph() {
    return options.graphs() != null && options.graphs().wants(model);
  }

  /** Hands the model's state graph to who has a use for it. */
  void useGraph(TlcSpec spec, TlcResult actual, CapturedGraph graph) throws InterruptedException {
    Objects.requireNonNull(options.graphs()).use(model, spec, actual, graph, tlcOptions.workers());
  }

  /**
   * Runs TLC, or who explores in its place; where the model should break safety, recording what it
   * explores until then.
   */
  private Captured find(TlcSession session) throws InterruptedException {
    GraphEngine engine = options.engine();
    if (engine != null && !session.checksLiveness()) {
      return engine.capture(session, tlcOptions.workers());
    }
    boolean isBreadthFirst = tlcOptions.workers() == 1;
    boolean wantsCounterexample =
        model.induction() == null && model.expected().result() == Result.SAFETY_FAILURE;
    return (isBreadthFirst && wantsCounterexample && isSteppable(session)) || wantsGraph()
        ? session.capture(tlcOptions)
        : new Captured(session.check(tlcOptions), null, null);
  }

  private static boolean isSteppable(TlcSession session) {
    try {
      session.spec();
      return true;
    } catch (NotSteppableException e) {
      return false;
    }
  }

  private List<String> differences(TlcResult actual) {
    Model.Expected expected = model.expected();
    List<String> found = new ArrayList<>();
    if (actual.result() != expected.result()) {
      found.add(
          model.name() + " should " + outcome(expected) + ", but TLC found " + finding(actual));
      return found;
    }
    if (expected.property() != null && !expected.property().equals(actual.property())) {
      found.add(
          actual.property() == null
              ? "TLC does not say which temporal property of "
                  + model.configName()
                  + " broke; list "
                  + expected.property()
                  + " alone"
              : model.name()
                  + " should break "
                  + expected.property()
                  + ", but TLC broke "
                  + actual.property());
    }
    if (expected.distinctStates() != null && expected.distinctStates() != actual.distinctStates()) {
      found.add(
          model.name()
              + " should have "
              + expected.distinctStates()
              + " distinct states, but has "
              + actual.distinctStates());
    }
    boolean depthIsExact = tlcOptions.workers() == 1 && options.distribution() == null;
    if (depthIsExact && expected.depth() != null && expected.depth() != actual.depth()) {
      found.add(
          model.name() + " should have depth " + expected.depth() + ", but has " + actual.depth());
    }
    return found;
  }

  private List<String> stepsDifference(int steps) {
    Integer expected = model.expected().steps();
    return expected == null || expected == steps
        ? List.of()
        : List.of(
            model.name()
                + " should "
                + outcome(model.expected())
                + " in "
                + expected
                + " steps, but takes "
                + steps);
  }

  private static String outcome(Model.Expected expected) {
    return switch (expected.result()) {
      case SUCCESS -> "succeed";
      case DEADLOCK -> "deadlock";
      case SAFETY_FAILURE, LIVENESS_FAILURE -> "break " + expected.property();
    };
  }

  private static String finding(TlcResult actual) {
    return switch (actual.result()) {
      case SUCCESS -> "no error";
      case DEADLOCK -> "a deadlock";
      case SAFETY_FAILURE, LIVENESS_FAILURE ->
          "a " + actual.result().word() + ofProperty(actual.property());
    };
  }

  private static String ofProperty(@Nullable String property) {
    return property == null ? "" : " of " + property;
  }

  /** The canonical counterexample; TLC's own where the spec cannot be stepped through exactly. */
  private Trace counterexample(TlcSession session, Captured found) throws InterruptedException {
    try {
      return canonical(session.spec(), found);
    } catch (NotSteppableException | NondeterministicActionException e) {
      boolean isShortest = tlcOptions.workers() == 1;
      TlcResult actual = isShortest ? found.result() : repeated(found.result());
      return Objects.requireNonNull(actual.errorTrace()).trace(meta(actual));
    }
  }

  private Trace canonical(TlcSpec spec, Captured found) throws InterruptedException {
    TlcResult actual = isRepeatable(found.result()) ? found.result() : repeated(found.result());
    TlcResult.@Nullable Behaviour tlc = actual.errorTrace();
    if (tlc != null && tlc.loop().isPresent()) {
      return lasso(spec, actual, tlc.states(), tlc.loop().getAsInt());
    }
    List<Trace.Step> steps =
        shortest(spec, actual, found.part())
            .orElseThrow(
                () -> mismatch("TLC found " + finding(actual) + ", our own search did not"));
    requireSameLength(steps.size(), actual);
    return new Trace(meta(actual), spec.vars(), steps, OptionalInt.empty());
  }

  private static Optional<List<Trace.Step>> shortest(
      TlcSpec spec, TlcResult actual, @Nullable PartialGraph part) {
    if (actual.result() == Result.DEADLOCK) {
      return Counterexamples.deadlock(spec);
    }
    String property = propertyOf(actual);
    return part == null
        ? Counterexamples.shortest(spec, property)
        : Counterexamples.shortest(spec, property, part, actual.errorTraceLength());
  }

  /**
   * An infinite behaviour. A cycle ends with a copy of its first state, so that the trace names the
   * step that closes it; behind that copy it goes on as behind the first. An end that stutters for
   * ever loops to itself.
   */
  private Trace lasso(TlcSpec spec, TlcResult actual, List<State> states, int loop) {
    if (loop == states.size() - 1) {
      return new Trace(
          meta(actual), spec.vars(), Counterexamples.labelled(spec, states), OptionalInt.of(loop));
    }
    List<State> closed = new ArrayList<>(states);
    closed.add(states.get(loop));
    return new Trace(
        meta(actual),
        spec.vars(),
        Counterexamples.labelled(spec, closed),
        OptionalInt.of(loop + 1));
  }

  /**
   * Whether TLC's behaviour, where it is an infinite one, is the same in every run. With one
   * worker, a fixed fingerprint polynomial and liveness checked once, at the end, TLC takes the
   * same steps in the same order each time; not so with more workers, or in another version.
   */
  private boolean isRepeatable(TlcResult actual) {
    boolean once = tlcOptions.workers() == 1 && actual.errorTrace() != null;
    return options.engine() != null || once || actual.result() != Result.LIVENESS_FAILURE;
  }

  private TlcResult repeated(TlcResult found) throws InterruptedException {
    TlcResult again = TlcRunner.run(model, TlcOptions.oneWorker());
    if (again.result() != found.result()) {
      throw mismatch("TLC found " + finding(found) + ", but a second time " + finding(again));
    }
    return again;
  }

  /** With one worker TLC searches breadth first too, so its behaviour is a shortest one. */
  private void requireSameLength(int ours, TlcResult actual) {
    int tlc = actual.errorTraceLength();
    boolean shortest = tlcOptions.workers() == 1 && tlc > 0;
    if (ours > Math.max(tlc, 1) || (shortest && ours != tlc)) {
      throw mismatch(
          "TLC's behaviour for "
              + finding(actual)
              + " has "
              + tlc
              + " states, the shortest of our own search "
              + ours);
    }
  }

  private TlcException mismatch(String what) {
    return new TlcException(OUR_FAULT, model.name() + ": " + what);
  }

  private static String propertyOf(TlcResult actual) {
    if (actual.property() == null) {
      throw new TlcException(OUR_FAULT, "TLC does not name the property that broke");
    }
    return actual.property();
  }

  private Trace.Meta meta(TlcResult actual) {
    return TraceMetas.of(
        model,
        actual.property() == null ? actual.result().word() : actual.property(),
        model.summary());
  }

  private @Nullable Path export(@Nullable Trace counterexample) {
    if (options.traces() == null || counterexample == null) {
      return null;
    }
    Path file = model.traceFile(options.traces());
    TraceFiles.write(counterexample, file);
    return file;
  }
}
