package org.mmucheck.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mmucheck.sched.Scheduler;
import org.mmucheck.sched.StuckActorException;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Fault;
import org.mmucheck.subject.FaultException;
import org.mmucheck.subject.GuardedBinding;
import org.mmucheck.subject.LeftThread;
import org.mmucheck.subject.Subject;

/** Runs schedules, each on a fresh implementation, beside the spec. */
final class ScheduleRunner {
  /** Decides what to attempt next. */
  interface Choices {
    /** The next attempt at {@code node}; null ends the schedule. */
    @Nullable Move next(Oracle.Node node);
  }

  /** Stands for the action before the first. */
  static final int NOTHING = -1;

  private final FuzzTarget target;
  private final GuardedBinding binding;
  private final Oracle oracle;
  private final List<String> tasks;
  private final Reached reached = new Reached();
  private Oracle.@Nullable Node start;

  ScheduleRunner(FuzzTarget target, Oracle oracle) {
    this.target = target;
    this.binding = target.bind();
    this.oracle = oracle;
    this.tasks =
        oracle.actions().stream().map(action -> target.adapter().caption(action).task()).toList();
  }

  /**
   * A schedule drawn at random.
   *
   * @param seed of the schedule's {@link Habits}
   * @param choices from 0 on each picks among what the spec enables, a negative one among what it
   *     disables; small ones pick the first
   */
  Outcome run(long seed, List<Integer> choices) {
    Habits habits = new Habits(seed, tasks);
    List<Move> way = habits.returns() ? reached.wayToRare(seed) : List.of();
    return run(
        new Choices() {
          private int on;
          private int at;
          private int last = NOTHING;

          @Override
          public @Nullable Move next(Oracle.Node node) {
            if (on < way.size()) {
              return way.get(on++);
            }
            while (at < choices.size() && node.enabled() > 0) {
              int choice = choices.get(at++);
              if (choice >= 0) {
                last = habits.pick(node, last, choice);
                return new Move(last, true);
              }
              if (node.disabled() > 0) {
                return new Move(node.disabled(-(choice + 1) % node.disabled()), false);
              }
            }
            return null;
          }
        });
  }

  /** Lets later schedules build on this one, which passed. */
  void remember(Outcome passed) {
    Oracle.Node node = Objects.requireNonNull(start);
    reached.add(node);
    for (Move move : passed.moves()) {
      if (move.enabled()) {
        node = reached.step(node, move.action());
      }
    }
  }

  /** How far the schedules that were remembered have come; empty if some are forgotten. */
  Optional<Reach> reach(long steps) {
    return reached.isWhole()
        ? Optional.of(new Reach(steps, reached.states(), reached.pairs()))
        : Optional.empty();
  }

  /** A schedule of moves; what is not possible where its turn comes is left out. */
  Outcome replay(List<Move> moves) {
    return run(
        new Choices() {
          private int at;

          @Override
          public @Nullable Move next(Oracle.Node node) {
            while (at < moves.size()) {
              Move move = moves.get(at++);
              if (node.isEnabled(move.action()) == move.enabled()) {
                return move;
              }
            }
            return null;
          }
        });
  }

  /** The threads that the code has left behind. */
  List<LeftThread> left() {
    try {
      return binding.left();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in fuzzing", e);
    }
  }

  /** The state of the spec that the code started in last; null if it was none. */
  Oracle.@Nullable Node start() {
    return start;
  }

  private Outcome run(Choices choices) {
    if (oracle.trim()) {
      reached.clear();
    }
    List<Move> moves = new ArrayList<>();
    start = null;
    try {
      return Scheduler.run(() -> run(choices, moves));
    } catch (StuckActorException stuck) {
      return fails(moves, binding.fault(stuck));
    } catch (FaultException failed) {
      return fails(moves, failed.fault());
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Outcome run(Choices choices, List<Move> moves) {
    try (Subject subject = binding.start()) {
      State start = subject.state();
      Oracle.Node node = oracle.initial(start);
      if (node == null) {
        State first = target.spec().initialStates().getFirst();
        return diverges(
            moves,
            Failure.WRONG_INITIAL_STATE,
            "the code does not start as the spec: " + difference(first, start));
      }
      this.start = node;
      if (node.broken() != null) {
        return breaks(moves, node.broken(), "in the initial state");
      }
      for (Move move = choices.next(node); move != null; move = choices.next(node)) {
        moves.add(move);
        Outcome failed = move.enabled() ? take(subject, node, moves) : refuse(subject, node, moves);
        if (failed != null) {
          return failed;
        }
        if (move.enabled()) {
          node = node.next(move.action());
        }
      }
      return new Outcome(moves, null, null, null, "");
    }
  }

  private @Nullable Outcome take(Subject subject, Oracle.Node node, List<Move> moves) {
    int index = moves.getLast().action();
    ActionInstance action = oracle.actions().get(index);
    State after;
    try {
      if (!subject.tryStep(action)) {
        return diverges(moves, Failure.REFUSED, "the code refuses " + action);
      }
      after = subject.state();
    } catch (FaultException e) {
      return fails(moves, e.fault());
    }
    State expected = node.next(index).state();
    if (!after.equals(expected)) {
      return diverges(
          moves,
          Failure.WRONG_STATE,
          "code and spec disagree after " + action + ": " + difference(expected, after));
    }
    String broken = node.brokenBy(index);
    return broken == null ? null : breaks(moves, broken, "after " + action);
  }

  private @Nullable Outcome refuse(Subject subject, Oracle.Node node, List<Move> moves) {
    ActionInstance action = oracle.actions().get(moves.getLast().action());
    try {
      if (subject.tryStep(action)) {
        return diverges(
            moves, Failure.ACCEPTED, "the code takes " + action + ", which the spec disables");
      }
      State after = subject.state();
      return after.equals(node.state())
          ? null
          : diverges(
              moves,
              Failure.CHANGED_IN_REFUSAL,
              "the code refuses " + action + " but changes: " + difference(node.state(), after));
    } catch (FaultException e) {
      return fails(moves, e.fault());
    }
  }

  private static Outcome breaks(List<Move> moves, String property, String where) {
    String what =
        property.equals(FuzzReport.DEADLOCK) ? "nothing can happen" : property + " breaks";
    return new Outcome(moves, Failure.BROKEN_PROPERTY, property, null, what + " " + where);
  }

  private static Outcome diverges(List<Move> moves, Failure failure, String detail) {
    return new Outcome(moves, failure, null, null, detail);
  }

  private Outcome fails(List<Move> moves, Fault fault) {
    String where =
        moves.isEmpty()
            ? "in the initial state"
            : "in " + oracle.actions().get(moves.getLast().action());
    return new Outcome(
        moves,
        Failure.THROWN,
        null,
        fault,
        "%s fails %s: %s".formatted(fault.party(), where, fault.what()));
  }

  private static String difference(State spec, State code) {
    for (String variable : spec.vars()) {
      if (!spec.value(variable).equals(code.value(variable))) {
        return "%s spec %s code %s".formatted(variable, spec.value(variable), code.value(variable));
      }
    }
    return "the order of the variables";
  }
}
