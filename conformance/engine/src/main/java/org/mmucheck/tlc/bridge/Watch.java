package org.mmucheck.tlc.bridge;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.tlc.TlcResult;
import org.mmucheck.tlc.Watched.Broken;
import tla2sany.semantic.OpDefNode;
import tlc2.output.EC;
import tlc2.tool.Action;
import tlc2.tool.TLCState;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;

/**
 * Evaluates state predicates on each state that TLC meets, breadth first with one worker. One that
 * breaks is evaluated on until all states are known that are as near to the initial states: which
 * of them a counterexample ends in does not depend on TLC's order then. It leaves out a predicate
 * that breaks in an initial state or that cannot be evaluated: TLC itself has more to say there.
 *
 * <p>Concurrency: told by the thread that starts TLC's worker, then by the worker, and asked when
 * both have ended.
 */
final class Watch {
  private static final double NANOS = 1e9;

  private final FastTool tool;
  private final boolean toTheEnd;
  private final long start = System.nanoTime();
  private final List<Watcher> looking = new ArrayList<>();
  private final Map<String, Broken> broken = new LinkedHashMap<>();
  private Runnable stop = () -> {};
  private boolean stopped;

  /**
   * @param predicates names of definitions of the module
   * @param toTheEnd whether the run goes on though each has broken
   */
  Watch(FastTool tool, List<String> predicates, boolean toTheEnd) {
    this.tool = tool;
    this.toTheEnd = toTheEnd;
    for (String name : predicates) {
      Action predicate = predicate(name);
      if (predicate != null) {
        looking.add(new Watcher(name, predicate));
      }
    }
  }

  /** As TLC makes one of the name of an invariant. */
  private @Nullable Action predicate(String name) {
    OpDefNode definition = tool.getRootModule().getOpDef(name);
    if (definition == null || definition.getArity() != 0 || definition.getLevel() > 1) {
      return null;
    }
    Object meaning = tool.lookup(definition);
    OpDefNode meant = meaning instanceof OpDefNode substituted ? substituted : definition;
    return new Action(meant.getBody(), Context.Empty, meant);
  }

  /** Takes {@code end} to end the run. */
  void endsBy(Runnable end) {
    stop = end;
  }

  /** The run has come to an initial state. */
  void initial(TLCState state) {
    looking.removeIf(watcher -> !watcher.value(state).orElse(false));
  }

  /**
   * The run computes successors of a state.
   *
   * @param level how many states a shortest behaviour to it has
   */
  void goesOnFrom(int level) {
    looking.removeIf(watcher -> watcher.brokeIn(level));
    if (looking.isEmpty() && !toTheEnd && !stopped) {
      stopped = true;
      stop.run();
    }
  }

  /**
   * The run has come to a new state.
   *
   * @param number its recorded number
   * @param level how many states a shortest behaviour to it has
   */
  void found(TLCState state, int number, int level, Recording recording) {
    for (Iterator<Watcher> each = looking.iterator(); each.hasNext(); ) {
      Watcher watcher = each.next();
      Optional<Boolean> value = watcher.value(state);
      if (value.isEmpty()) {
        each.remove();
      } else if (!value.get()) {
        watcher.breaksIn(number, level, recording);
      }
    }
  }

  /** Whether the run was told to stop before its end. */
  boolean hasStopped() {
    return stopped;
  }

  /**
   * What broke, by name.
   *
   * @param endedWell whether the run went on until its end or until it was stopped, so that no
   *     state is missing
   */
  Map<String, Broken> broken(boolean endedWell) {
    if (endedWell) {
      looking.removeIf(watcher -> watcher.brokeIn(Integer.MAX_VALUE));
    }
    return broken;
  }

  /** Looks at one predicate. */
  private final class Watcher {
    private final String name;
    private final Action predicate;
    private @Nullable Broken found;

    Watcher(String name, Action predicate) {
      this.name = name;
      this.predicate = predicate;
    }

    /** The predicate's value; empty where it has none, which a run of its own will report. */
    Optional<Boolean> value(TLCState state) {
      try {
        return Optional.of(tool.isValid(predicate, state));
      } catch (RuntimeException | StackOverflowError e) {
        return Optional.empty();
      }
    }

    void breaksIn(int number, int level, Recording recording) {
      if (found == null) {
        found = new Broken(result(level, recording), new BitSet());
      }
      found.states().set(number);
    }

    /** Whether the predicate broke and all states of that level are known, as the next is there. */
    boolean brokeIn(int level) {
      boolean done = found != null && found.result().depth() <= level;
      if (done) {
        broken.put(name, found);
      }
      return done;
    }

    private TlcResult result(int level, Recording recording) {
      return new TlcResult(
          Result.SAFETY_FAILURE,
          name,
          recording.distinct(),
          recording.generated(),
          level,
          (System.nanoTime() - start) / NANOS,
          EC.ExitStatus.VIOLATION_SAFETY,
          level,
          null);
    }
  }
}
