package org.mmucheck.compiled.explore;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.mmucheck.compiled.build.Program;
import org.mmucheck.compiled.code.Machine;
import org.mmucheck.compiled.explore.Explorer.Way;
import org.mmucheck.compiled.explore.Found.Verdict;
import org.mmucheck.compiled.value.EvaluationException;
import org.mmucheck.compiled.value.Val;
import org.mmucheck.value.ContentHash;

/** Expands states. For one thread at a time. */
final class Worker {
  private static final int CHUNK = 32;
  private static final int RANK_OF_STEPS = 1_000;
  private static final int RANK_OF_DEADLOCK = 2_000;
  private static final int RANK_OF_ERROR = -1;

  private final Program program;
  private final Machine machine;
  private final HashSet64 seen;
  private final @Nullable Map<Long, Way> ways;
  private final Taping.@Nullable Track track;
  private final long @Nullable [] labels;
  private final boolean checksInitially;
  private final boolean checksSteps;

  private Level found = new Level();
  private @Nullable Failure failure;
  private long distinct;
  private long generated;
  private long stateDigest;
  private long stepDigest;
  private boolean isInitial;
  private int depth; // states on a shortest way to the one that is expanded
  private long hash; // of the state that is expanded
  private int action;
  private long[] digests = new long[16]; // of the steps out of the state that is expanded
  private int steps;

  Worker(
      Program program,
      Machine machine,
      HashSet64 seen,
      @Nullable Map<Long, Way> ways,
      Taping.@Nullable Track track,
      long @Nullable [] labels) {
    this.program = program;
    this.machine = machine;
    this.seen = seen;
    this.ways = ways;
    this.track = track;
    this.labels = labels;
    checksInitially = !program.initially().isEmpty();
    checksSteps = !program.steps().isEmpty();
    machine.tell(this::found);
  }

  @Nullable Failure failure() {
    return failure;
  }

  long distinct() {
    return distinct;
  }

  long generated() {
    return generated;
  }

  long stateDigest() {
    return stateDigest;
  }

  long stepDigest() {
    return stepDigest;
  }

  /** The states that are new since it was asked last. */
  Level takeFound() {
    Level level = found;
    found = new Level();
    return level;
  }

  void initial() {
    isInitial = true;
    try {
      machine.initial();
    } catch (EvaluationException | StackOverflowError e) {
      failed(Verdict.ERROR, RANK_OF_ERROR, "Init: " + reason(e), null);
    } finally {
      isInitial = false;
    }
  }

  /**
   * Expands the states of a level that no other worker takes.
   *
   * @param levelDepth the number of states on a shortest way to one of them
   */
  void expand(List<Level> levels, int levelDepth, AtomicInteger next) {
    depth = levelDepth;
    int size = levels.stream().mapToInt(Level::size).sum();
    while (failure == null && !Thread.currentThread().isInterrupted()) {
      int from = next.getAndAdd(CHUNK);
      if (from >= size) {
        return;
      }
      int part = 0;
      int offset = from;
      for (int i = from; i < Math.min(from + CHUNK, size) && failure == null; i++) {
        while (offset >= levels.get(part).size()) {
          offset -= levels.get(part++).size();
        }
        expand(levels.get(part).state(offset), levels.get(part).hash(offset));
        offset++;
      }
    }
  }

  private void expand(Val[] state, long stateHash) {
    machine.state = state;
    hash = stateHash;
    steps = 0;
    if (track != null) {
      track.from(stateHash);
    }
    int actions = program.actions().size();
    try {
      for (action = 0; action < actions; action++) {
        machine.act(action);
      }
    } catch (EvaluationException | StackOverflowError e) {
      String where = action < actions ? program.actions().get(action).label() : "";
      failed(Verdict.ERROR, RANK_OF_ERROR, where + ": " + reason(e), null);
      return;
    }
    if (steps == 0 && program.checksDeadlock()) {
      failed(Verdict.DEADLOCK, RANK_OF_DEADLOCK, null, null);
    }
    if (labels != null) {
      Arrays.sort(digests, 0, steps);
      for (int i = 0; i < steps; i++) {
        if (i == 0 || digests[i] != digests[i - 1]) {
          stepDigest += digests[i];
        }
      }
    }
  }

  private void found() {
    generated++;
    if (isInitial) {
      foundInitial();
    } else {
      foundSuccessor();
    }
  }

  private void foundInitial() {
    long sum = 0;
    for (int i = 0; i < machine.next.length; i++) {
      sum += ContentHash.variable(i, machine.next[i].hash);
    }
    if (!(track == null ? seen.add(sum) : track.initial(sum))) {
      return;
    }
    Val[] state = machine.next.clone();
    keep(state, sum, new Way(state, 0, true));
    machine.state = state;
    check(state, -1L);
    if (checksInitially && failure == null) {
      int broken = machine.initially();
      if (broken >= 0) {
        failed(Verdict.STEP_FAILURE, broken, program.initially().get(broken).property(), state);
      }
    }
  }

  private void foundSuccessor() {
    Val[] before = machine.state;
    Val[] next = machine.next;
    long changed = 0;
    long sum = hash;
    for (int i = 0; i < next.length; i++) {
      if (next[i] != before[i]) {
        changed |= 1L << i;
        sum += ContentHash.variable(i, next[i].hash) - ContentHash.variable(i, before[i].hash);
      }
    }
    if (labels != null) {
      if (steps == digests.length) {
        digests = Arrays.copyOf(digests, steps * 2);
      }
      digests[steps] = Digests.step(hash, labels[action], sum);
    }
    steps++;
    boolean isNew = track == null ? changed != 0 && seen.add(sum) : track.step(action, sum);
    if (isNew) {
      Val[] state = next.clone();
      keep(state, sum, new Way(state, hash, false));
      machine.state = state;
      check(state, changed);
      machine.state = before;
    }
    if (checksSteps && changed != 0 && failure == null) {
      int broken = machine.step(changed);
      if (broken >= 0) {
        failed(
            Verdict.STEP_FAILURE,
            RANK_OF_STEPS + broken,
            program.steps().get(broken).property(),
            next.clone());
      }
    }
  }

  private void keep(Val[] state, long stateHash, Way way) {
    distinct++;
    stateDigest += Digests.state(stateHash);
    found.add(state, stateHash);
    if (ways != null) {
      ways.put(stateHash, way);
    }
  }

  private void check(Val[] state, long changed) {
    int broken = machine.invariant(changed);
    if (broken >= 0 && failure == null) {
      failed(Verdict.SAFETY_FAILURE, broken, program.invariants().get(broken).property(), state);
    }
  }

  private void failed(Verdict verdict, int rank, @Nullable String property, Val @Nullable [] end) {
    if (failure == null) {
      int length = end == null ? Math.max(1, depth) : depth + 1;
      failure = new Failure(verdict, rank, property, hash, end, isInitial, length);
    }
  }

  private static String reason(Throwable e) {
    return e instanceof StackOverflowError
        ? "the recursion is too deep"
        : Objects.requireNonNull(e.getMessage());
  }
}
