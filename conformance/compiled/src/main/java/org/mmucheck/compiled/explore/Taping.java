package org.mmucheck.compiled.explore;

import java.util.ArrayList;
import java.util.List;
import org.mmucheck.graph.Recorded;
import org.mmucheck.graph.Recorder;

/**
 * Records the state graph while it is explored.
 *
 * <p>Concurrency: each worker has a recorder of its own and all share the numbers. {@link
 * #recorded} is for when they have ended.
 */
public final class Taping {
  private final int[] labels;
  private final NumberedHashes numbers = new NumberedHashes();
  private final List<Recorder> recorders = new ArrayList<>();
  private final List<Integer> initial = new ArrayList<>();

  /**
   * @param labels of the program's actions, by their index
   */
  public Taping(int... labels) {
    this.labels = labels.clone();
  }

  /** What one worker records with. */
  Track track() {
    Recorder recorder = new Recorder();
    recorders.add(recorder);
    return new Track(recorder);
  }

  /** What the numbers take. */
  long bytes() {
    return numbers.bytes();
  }

  /** What was recorded. */
  public Recorded recorded() {
    return new Recorded(numbers.size(), initial, recorders);
  }

  /** For one thread. */
  final class Track {
    private final Recorder recorder;

    private Track(Recorder recorder) {
      this.recorder = recorder;
    }

    /** An initial state; whether it is new. */
    boolean initial(long hash) {
      int found = numbers.add(hash);
      if (found < 0) {
        initial.add(~found);
        recorder.state(~found, hash);
      }
      return found < 0;
    }

    /** The steps that follow begin in this state. */
    void from(long hash) {
      recorder.source(numbers.number(hash));
    }

    /** A step by an action; whether the state is new to which it leads. */
    boolean step(int action, long hash) {
      int found = numbers.add(hash);
      int number = found < 0 ? ~found : found;
      recorder.transition(labels[action], number);
      if (found < 0) {
        recorder.state(number, hash);
      }
      return found < 0;
    }
  }
}
