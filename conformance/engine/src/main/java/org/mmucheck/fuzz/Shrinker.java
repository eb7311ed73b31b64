package org.mmucheck.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes a failing schedule small: no part that can be left out remains, and then no turn of a task
 * that can be joined with its turn before.
 *
 * <p>Leaving out the command that starts an operation leaves out its steps too, since steps that
 * are not possible are skipped. So a schedule loses whole operations, which jqwik's list shrinking,
 * ignorant of operations, rarely manages.
 */
final class Shrinker {
  private final Function<List<Move>, Outcome> run;
  private final Function<Move, String> task;
  private Outcome best;

  /**
   * @param run runs a schedule
   * @param task who takes a move
   */
  private Shrinker(
      Function<List<Move>, Outcome> run, Function<Move, String> task, Outcome failing) {
    this.run = run;
    this.task = task;
    this.best = failing;
  }

  /** A smallest schedule that fails like {@code failing}. */
  static Outcome shrink(
      Outcome failing, Function<List<Move>, Outcome> run, Function<Move, String> task) {
    Shrinker shrinker = new Shrinker(run, task, failing);
    int before;
    do {
      before = shrinker.best.moves().size();
      shrinker.leaveOutTasks();
      shrinker.leaveOutParts();
    } while (shrinker.best.moves().size() < before);
    shrinker.joinTurns();
    return shrinker.best;
  }

  private void leaveOutTasks() {
    Set<String> tasks = new LinkedHashSet<>();
    best.moves().forEach(move -> tasks.add(task.apply(move)));
    for (String left : tasks) {
      List<Move> others = new ArrayList<>(best.moves());
      others.removeIf(move -> task.apply(move).equals(left));
      tryShorter(others);
    }
  }

  private void leaveOutParts() {
    for (int length = best.moves().size(); length > 0; length /= 2) {
      int from = 0;
      while (from < best.moves().size()) {
        List<Move> rest = new ArrayList<>(best.moves());
        rest.subList(from, Math.min(from + length, rest.size())).clear();
        if (!tryShorter(rest)) {
          from += length;
        }
      }
    }
  }

  private boolean tryShorter(List<Move> moves) {
    if (moves.size() >= best.moves().size()) {
      return false;
    }
    Outcome outcome = run.apply(moves);
    if (!outcome.failsLike(best)) {
      return false;
    }
    best = outcome;
    return true;
  }

  private void joinTurns() {
    int at = 0;
    while (at < best.moves().size()) {
      at = joinWithTurnBefore(at) ? 0 : at + 1;
    }
  }

  /** Moves the attempt at {@code at} to the end of an earlier turn of its task. */
  private boolean joinWithTurnBefore(int at) {
    List<Move> moves = best.moves();
    Move moved = moves.get(at);
    for (int to = at - 2; to >= 0; to--) {
      if (task.apply(moves.get(to)).equals(task.apply(moved))) {
        List<Move> joined = new ArrayList<>(moves);
        joined.remove(at);
        joined.add(to + 1, moved);
        if (turns(joined) < turns(moves)) {
          Outcome outcome = run.apply(joined);
          if (outcome.failsLike(best) && outcome.moves().equals(joined)) {
            best = outcome;
            return true;
          }
        }
      }
    }
    return false;
  }

  private int turns(List<Move> moves) {
    int turns = 0;
    for (int i = 0; i < moves.size(); i++) {
      if (i == 0 || !task.apply(moves.get(i)).equals(task.apply(moves.get(i - 1)))) {
        turns++;
      }
    }
    return turns;
  }
}
