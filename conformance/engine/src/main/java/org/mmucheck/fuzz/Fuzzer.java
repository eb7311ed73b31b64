package org.mmucheck.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.sched.Scheduler;
import org.mmucheck.sched.StuckActorException;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Fault;
import org.mmucheck.subject.FaultException;
import org.mmucheck.subject.GuardedBinding;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.trace.Trace;

/**
 * Fuzzes the schedules of an implementation. The run is a function of the target, the tries and the
 * seed; it prints nothing and writes nothing.
 */
public final class Fuzzer {
  /** What {@link FuzzReport#name} says. */
  public static final String PROPERTY = "codeFollowsSpec";

  /** Attempts in one schedule at most; half of it on the average. */
  private static final int MAX_STEPS = 200;

  /** States of the spec to remember; see {@link Oracle}. */
  private static final int CAPACITY = 200_000;

  private final FuzzTarget target;
  private final int tries;
  private final long seed;
  private final Oracle oracle;
  private final ScheduleRunner runner;

  private Fuzzer(FuzzTarget target, int tries, long seed) {
    this.target = target;
    this.tries = tries;
    this.seed = seed;
    this.oracle = new Oracle(target, CAPACITY);
    this.runner = new ScheduleRunner(target, oracle);
  }

  /**
   * Runs random schedules until one fails.
   *
   * @param tries schedules to run at most, at least 1
   * @throws TlcException if the spec has no initial state
   * @throws IllegalStateException if an action of the spec leads to several states
   * @throws RuntimeException what the spec or the adapter throws where the code under test does not
   *     run
   */
  public static FuzzReport fuzz(FuzzTarget target, int tries, long seed) {
    if (tries < 1) {
      throw new IllegalArgumentException("tries must be at least 1, not " + tries);
    }
    if (target.spec().initialStates().isEmpty()) {
      throw new TlcException(
          TlcException.NOT_FIT,
          target.model().module()
              + ".tla: no initial state: what the model names as Init is FALSE");
    }
    Fuzzer fuzzer;
    try {
      fuzzer = Scheduler.run(() -> new Fuzzer(target, tries, seed));
    } catch (StuckActorException e) {
      return unstarted(target, seed, GuardedBinding.fault(target.adapter(), e));
    } catch (FaultException e) {
      return unstarted(target, seed, e.fault());
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return fuzzer.fuzz();
  }

  private static FuzzReport unstarted(FuzzTarget target, long seed, Fault fault) {
    return new FuzzReport(
        PROPERTY,
        target.model().name(),
        0,
        0,
        seed,
        FuzzReport.Verdict.FAILED,
        Failure.THROWN,
        null,
        null,
        fault,
        fault.party() + " fails before it can be started: " + fault.what());
  }

  private FuzzReport fuzz() {
    FuzzRun run = new FuzzRun(runner, tries, seed, MAX_STEPS);
    boolean passed = driver().drive(run);
    RuntimeException fault = run.fault();
    if (fault != null) {
      throw fault;
    }
    if (passed != (run.failing() == null)) {
      throw new IllegalStateException("the driver says otherwise than its schedules");
    }
    Outcome failing = run.failing();
    if (failing == null) {
      return report(run, null);
    }
    return report(
        run, failing.isEndless() ? failing : Shrinker.shrink(failing, runner::replay, this::task));
  }

  private static ScheduleDriver driver() {
    return ServiceLoader.load(ScheduleDriver.class, ScheduleDriver.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "nothing draws schedules: put org.mmucheck:mmucheck-jqwik on the class path"));
  }

  private FuzzReport report(FuzzRun run, @Nullable Outcome failing) {
    Model.Expected expected = target.model().expected();
    String due =
        switch (expected.result()) {
          case SAFETY_FAILURE -> expected.property();
          case DEADLOCK -> FuzzReport.DEADLOCK;
          // No schedule that ends can break a property but by a state or a step.
          case LIVENESS_FAILURE ->
              target.stepProperties().contains(expected.property()) ? expected.property() : null;
          case SUCCESS -> null;
        };
    FuzzReport.Verdict verdict;
    String detail;
    if (failing == null) {
      verdict = due == null ? FuzzReport.Verdict.PASSED : FuzzReport.Verdict.FAILED;
      detail =
          due == null
              ? "code and spec agree and nothing breaks"
              : due + " should break, but no schedule did that";
    } else {
      boolean found = failing.broken() != null && failing.broken().equals(due);
      verdict = found ? FuzzReport.Verdict.FOUND : FuzzReport.Verdict.FAILED;
      detail = failing.detail() + schedule(failing.moves());
    }
    return new FuzzReport(
        PROPERTY,
        target.model().name(),
        run.tried(),
        run.steps(),
        seed,
        verdict,
        failing == null ? null : failing.failure(),
        failing == null ? null : failing.broken(),
        failing == null ? null : trace(failing),
        failing == null ? null : failing.fault(),
        detail,
        runner.left(),
        run.reach());
  }

  /** Who takes the move; the environment's are its own task each. */
  private String task(Move move) {
    return target.adapter().caption(oracle.actions().get(move.action())).task();
  }

  private String schedule(List<Move> moves) {
    if (moves.isEmpty()) {
      return "";
    }
    return moves.stream()
        .map(move -> oracle.actions().get(move.action()).toString())
        .collect(Collectors.joining(", ", " (schedule: ", ")"));
  }

  private Trace trace(Outcome failing) {
    Oracle.Node node = start();
    List<Trace.Step> steps = new ArrayList<>();
    steps.add(new Trace.Step(null, node.state()));
    for (Move move : failing.moves()) {
      ActionInstance action = oracle.actions().get(move.action());
      if (move.enabled()) {
        node = node.next(move.action());
      }
      steps.add(new Trace.Step(action, node.state()));
    }
    Trace.Meta meta = target.meta();
    return new Trace(
        new Trace.Meta(
            meta.model(),
            meta.module(),
            failing.broken() == null ? "" : failing.broken(),
            meta.moduleSha256(),
            meta.modulesSha256(),
            meta.configSha256(),
            "Shrunk from a random schedule, seed " + seed + ": " + failing.detail() + "."),
        target.spec().vars(),
        steps,
        OptionalInt.empty());
  }

  /** The code's initial state in the spec; any of the spec's if the code's is none. */
  private Oracle.Node start() {
    Oracle.Node node = runner.start();
    return node != null ? node : initial();
  }

  private Oracle.Node initial() {
    State first = target.spec().initialStates().getFirst();
    return Objects.requireNonNull(oracle.initial(first));
  }
}
