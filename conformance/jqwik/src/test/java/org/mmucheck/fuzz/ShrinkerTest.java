package org.mmucheck.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Moves 0 to 9 are of the task "0", 10 to 19 of "1", and so on. */
class ShrinkerTest {
  @Test
  void shouldKeepOnlyWhatTheFailureNeeds() {
    assertThat(shrunk(IntStream.range(0, 100).boxed().toList(), List.of(7, 31, 98)))
        .containsExactly(7, 31, 98);
  }

  @Test
  void shouldLeaveOutStepsTogetherWithTheCommandThatStartsThem() {
    List<Integer> schedule = List.of(10, 20, 11, 21, 12, 7);
    // Steps 11 and 12 are possible after command 10 only, 21 after 20 only.
    Outcome failing = outcome(schedule, true);
    Outcome shrunk =
        Shrinker.shrink(
            failing,
            moves -> {
              List<Integer> possible = new ArrayList<>(actions(moves));
              possible.removeIf(move -> move % 10 != 0 && !possible.contains(move / 10 * 10));
              possible.addAll(actions(moves).stream().filter(move -> move == 7).toList());
              return outcome(possible, possible.contains(7));
            },
            ShrinkerTest::task);
    assertThat(actions(shrunk.moves())).containsExactly(7);
  }

  @Test
  void shouldJoinTurnsOfOneTask() {
    List<Integer> schedule = List.of(1, 11, 2, 12, 3);
    assertThat(shrunk(schedule, schedule)).containsExactly(1, 2, 3, 11, 12);
  }

  @Test
  void shouldNotTradeTheFailureForAnother() {
    Outcome failing = outcome(List.of(1, 2, 3), true);
    Outcome shrunk =
        Shrinker.shrink(
            failing,
            moves ->
                moves.size() == 3
                    ? outcome(actions(moves), true)
                    : new Outcome(moves, Failure.BROKEN_PROPERTY, "Other", null, "shorter"),
            ShrinkerTest::task);
    assertThat(shrunk.moves()).hasSize(3);
  }

  /** Shrinks a schedule that fails if and only if it has all of {@code needed}, in any order. */
  private static List<Integer> shrunk(List<Integer> schedule, List<Integer> needed) {
    Outcome shrunk =
        Shrinker.shrink(
            outcome(schedule, true),
            moves -> outcome(actions(moves), actions(moves).containsAll(needed)),
            ShrinkerTest::task);
    return actions(shrunk.moves());
  }

  private static Outcome outcome(List<Integer> actions, boolean fails) {
    List<Move> moves = actions.stream().map(action -> new Move(action, true)).toList();
    return fails
        ? new Outcome(moves, Failure.BROKEN_PROPERTY, "Property", null, "breaks")
        : new Outcome(moves, null, null, null, "");
  }

  private static List<Integer> actions(List<Move> moves) {
    return moves.stream().map(Move::action).toList();
  }

  private static String task(Move move) {
    return Integer.toString(move.action() / 10);
  }
}
