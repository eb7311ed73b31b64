package org.mmucheck.fuzz;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The states that passing schedules have been in, with a way to each. A deep mistake needs many
 * right choices in a row; a schedule that first goes back to where few have been needs only the
 * last of them (Ecoffet et al., "First return, then explore", 2021).
 */
final class Reached {
  /** Of so many states drawn at random the one with the fewest visits is taken. */
  private static final int DRAWN = 16;

  private static final class Arrival {
    private final Oracle.Node node;
    private @Nullable Arrival from;
    private int action;
    private int depth = Integer.MAX_VALUE;
    private int visits;

    Arrival(Oracle.Node node) {
      this.node = node;
    }

    boolean before(Arrival other, boolean shallow) {
      boolean fresh = node.fresh() > 0;
      if (fresh != other.node.fresh() > 0) {
        return fresh;
      }
      return shallow ? depth < other.depth : visits < other.visits;
    }

    /** Keeps the shorter way. A way never comes back, since each step makes the depth smaller. */
    void via(@Nullable Arrival before, int by) {
      int length = before == null ? 0 : before.depth + 1;
      if (length < depth) {
        from = before;
        action = by;
        depth = length;
      }
    }
  }

  private final Map<Oracle.Node, Arrival> byNode = new HashMap<>();
  private final List<Arrival> all = new ArrayList<>();

  private long pairs;
  private boolean isWhole = true;

  void clear() {
    byNode.clear();
    all.clear();
    isWhole = false;
  }

  /** Whether nothing has been forgotten. */
  boolean isWhole() {
    return isWhole;
  }

  /** Different states. */
  long states() {
    return all.size();
  }

  /** Different states with an action that was taken in them. */
  long pairs() {
    return pairs;
  }

  /** Adds an initial state. */
  void add(Oracle.Node initial) {
    arrive(initial, null, 0);
  }

  /** Adds where an action leads from a state that was added before. */
  Oracle.Node step(Oracle.Node from, int action) {
    if (from.isFresh(action)) {
      pairs++;
    }
    from.take(action);
    Oracle.Node to = from.next(action);
    arrive(to, byNode.get(from), action);
    return to;
  }

  /** The moves to a state that few schedules have been in; none if there was no schedule. */
  List<Move> wayToRare(long seed) {
    if (all.isEmpty()) {
      return List.of();
    }
    SplittableRandom random = new SplittableRandom(seed);
    boolean shallow = random.nextBoolean();
    Arrival rare = all.get(random.nextInt(all.size()));
    for (int i = 1; i < DRAWN; i++) {
      Arrival drawn = all.get(random.nextInt(all.size()));
      if (drawn.before(rare, shallow)) {
        rare = drawn;
      }
    }
    List<Move> way = new ArrayList<>();
    for (Arrival at = rare; at.from != null; at = at.from) {
      way.add(new Move(at.action, true));
    }
    Collections.reverse(way);
    return way;
  }

  private void arrive(Oracle.Node node, @Nullable Arrival from, int action) {
    Arrival known = byNode.get(node);
    if (known == null) {
      known = new Arrival(node);
      byNode.put(node, known);
      all.add(known);
    }
    known.via(from, action);
    known.visits++;
  }
}
