package org.mmucheck.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.graph.TransitionGraph;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;

/** How few steps take every transition of a graph. */
class LeastStepsTest {
  /**
   * A graph of nothing but numbers.
   *
   * @param from of each transition, in rising order
   */
  private record Numbers(int size, int[] from, int[] to) implements TransitionGraph {
    /** A transition is written as its source and target, such as {@code 01}. */
    static Numbers of(String transitions) {
      String[] each = transitions.split(" ");
      int[] from = Arrays.stream(each).mapToInt(t -> t.charAt(0) - '0').toArray();
      int[] to = Arrays.stream(each).mapToInt(t -> t.charAt(1) - '0').toArray();
      return new Numbers(Arrays.stream(to).max().getAsInt() + 1, from, to);
    }

    /** Each state but the first is entered from one before it, and some transitions are any. */
    static Numbers random(Random random) {
      int size = 2 + random.nextInt(4);
      int count = size - 1 + random.nextInt(6);
      int[][] all = new int[count][];
      for (int i = 0; i < count; i++) {
        all[i] =
            i < size - 1
                ? new int[] {random.nextInt(i + 1), i + 1}
                : new int[] {random.nextInt(size), random.nextInt(size)};
      }
      Arrays.sort(all, Comparator.comparingInt(t -> t[0]));
      return new Numbers(
          size,
          Arrays.stream(all).mapToInt(t -> t[0]).toArray(),
          Arrays.stream(all).mapToInt(t -> t[1]).toArray());
    }

    @Override
    public int transitions() {
      return from.length;
    }

    @Override
    public int initialStates() {
      return 1;
    }

    @Override
    public List<ActionInstance> actions() {
      throw new UnsupportedOperationException();
    }

    @Override
    public State state(int number) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int firstTransition(int state) {
      int first = 0;
      while (first < from.length && from[first] < state) {
        first++;
      }
      return first;
    }

    @Override
    public int target(int transition) {
      return to[transition];
    }

    @Override
    public int label(int transition) {
      return transition % 2;
    }

    /** Tries all ways to walk, each step at the cost of one, and each return to the start free. */
    int fewest() {
      int all = (1 << from.length) - 1;
      int[] steps = new int[(all + 1) * size];
      Arrays.fill(steps, -1);
      Deque<Integer> open = new ArrayDeque<>(List.of(0));
      steps[0] = 0;
      while (true) {
        int at = open.removeFirst();
        int state = at % size;
        int taken = at / size;
        if (taken == all) {
          return steps[at];
        }
        if (steps[taken * size] < 0) {
          steps[taken * size] = steps[at];
          open.addFirst(taken * size);
        }
        for (int t = firstTransition(state); t < firstTransition(state + 1); t++) {
          int next = (taken | 1 << t) * size + to[t];
          if (steps[next] < 0) {
            steps[next] = steps[at] + 1;
            open.addLast(next);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "01 12, 2", // one walk
    "01 10, 2", // a circle
    "01 12 13, 4", // two walks through 1
    "01 12 13 30, 5", // back to the start
    "01 01 12 23 24 25 52, 8", // a walk more through 2, and 1 has one to spare
  })
  void shouldCountTheStepsThatItTakes(String transitions, long fewest) {
    assertThat(LeastSteps.of(Numbers.of(transitions))).isEqualTo(fewest);
  }

  @Test
  void shouldFindWhatTryingAllWalksFinds() {
    for (int seed = 0; seed < 2_000; seed++) {
      Numbers graph = Numbers.random(new Random(seed));
      assertThat(LeastSteps.of(graph)).as("seed %d, %s", seed, graph).isEqualTo(graph.fewest());
    }
  }

  @Test
  void shouldBeReachedByNoTourWithLess() {
    for (int seed = 0; seed < 2_000; seed++) {
      Numbers graph = Numbers.random(new Random(seed));
      long steps = 0;
      Tour tour = new Tour(graph, label -> label);
      for (int[] walk = tour.next(); walk.length > 0; walk = tour.next()) {
        steps += walk.length;
      }
      assertThat(steps).as("seed %d", seed).isGreaterThanOrEqualTo(LeastSteps.of(graph));
    }
  }

  @Test
  void shouldTakeEachTransitionHoweverShortWalksAre() {
    for (int seed = 0; seed < 2_000; seed++) {
      Numbers graph = Numbers.random(new Random(seed));
      Tour tour = new Tour(graph, label -> label, 1 + seed % 4);
      BitSet taken = new BitSet();
      for (int[] walk = tour.next(); walk.length > 0; walk = tour.next()) {
        int at = 0;
        for (int step : walk) {
          int transition = Math.max(step, ~step);
          assertThat(graph.from()[transition]).as("seed %d", seed).isEqualTo(at);
          assertThat(taken.get(transition)).as("said to be taken").isEqualTo(step >= 0);
          taken.set(transition);
          at = graph.target(transition);
        }
      }
      assertThat(taken.cardinality()).as("seed %d", seed).isEqualTo(graph.transitions());
    }
  }
}
