package org.mmucheck.tlc.bridge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmucheck.graph.Recorded;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.tlc.TlcException;
import tlc2.output.EC;
import tlc2.tool.Action;
import tlc2.tool.TLCState;
import tlc2.tool.fp.FPSet;
import tlc2.util.BitVector;
import tlc2.util.IStateWriter;
import util.UniqueString;

/**
 * Records the state graph while TLC checks: TLC tells it of each initial state and of each
 * transition, repeated ones and self-loops included, on the thread that has found it.
 */
final class Recording implements IStateWriter {
  private final Map<Action, Character> labels = new IdentityHashMap<>();
  private final Tracks tracks;
  private final List<Integer> initial = new ArrayList<>(); // of the thread that starts the workers

  private final Numbering numbering;
  private final @Nullable Watch watch;

  /**
   * @param actions TLC's actions for each action instance; a label is an index of its keys
   * @param watch told of what is recorded, by the thread that records it; null if nobody is
   * @throws TlcException if there are too many of them
   */
  Recording(
      int workers,
      UniqueString[] vars,
      Map<ActionInstance, List<Action>> actions,
      @Nullable Watch watch) {
    this.watch = watch;
    if (actions.size() > Character.MAX_VALUE) {
      throw new TlcException(
          EC.ExitStatus.ERROR_CONFIG_PARSE,
          actions.size() + " action instances are too many to record");
    }
    int count = 0;
    for (List<Action> parts : actions.values()) {
      char label = (char) count++;
      parts.forEach(part -> labels.put(part, label));
    }
    tracks = new Tracks(workers, vars);
    try {
      numbering = Beans.takenBack(() -> new Numbering(tracks));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The set of visited states that TLC must use for this recording. */
  FPSet visited() {
    return numbering;
  }

  /** The number of initial states and transitions, repeated ones included. */
  long generated() {
    return tracks.initialStates()
        + tracks.recorders().stream().mapToLong(recorder -> recorder.transitions()).sum();
  }

  /** The number of different states. */
  int distinct() {
    return numbering.count();
  }

  /** Takes {@code stop} to end the run when the watch has seen enough. */
  void endsBy(Runnable stop) {
    if (watch != null) {
      watch.endsBy(stop);
    }
  }

  /** Whether the watch has ended the run. */
  boolean isStopped() {
    return watch != null && watch.hasStopped();
  }

  /** What was recorded; TLC has ended. */
  Recorded recorded() {
    return new Recorded(numbering.count(), initial, tracks.recorders());
  }

  @Override
  public void writeState(TLCState state) {
    Tracks.Track track = tracks.mine();
    initial.add(track.found);
    track.recorder.state(track.found, track.hash.of(state));
    if (watch != null) {
      watch.initial(state);
    }
  }

  @Override
  public void writeState(TLCState from, TLCState to, boolean isNew, Action action) {
    Tracks.Track track = tracks.mine();
    if (track.source != from) {
      track.source = from;
      track.recorder.source(numbering.number(from.fingerPrint()));
      if (watch != null) {
        watch.goesOnFrom(from.getLevel());
      }
    }
    track.recorder.transition(Objects.requireNonNull(labels.get(action)), track.found);
    if (isNew) {
      track.recorder.state(track.found, track.hash.of(to));
      if (watch != null) {
        watch.found(to, track.found, from.getLevel() + 1, this);
      }
    }
  }

  @Override
  public void writeState(TLCState from, TLCState to, boolean isNew) {
    throw new UnsupportedOperationException("a transition without an action");
  }

  /** Stuttering, for the check of liveness; no transition. */
  @Override
  public void writeState(TLCState from, TLCState to, boolean isNew, Visualization visualization) {}

  /** For the check of liveness; no transition that has not been told of. */
  @Override
  public void writeState(
      TLCState from, TLCState to, BitVector checks, int begin, int length, boolean isNew) {}

  @Override
  public void writeState(
      TLCState from,
      TLCState to,
      BitVector checks,
      int begin,
      int length,
      boolean isNew,
      Visualization visualization) {}

  @Override
  public void close() {}

  @Override
  public String getDumpFileName() {
    return "";
  }

  @Override
  public boolean isNoop() {
    return false;
  }

  @Override
  public boolean isDot() {
    return false;
  }

  @Override
  public void snapshot() {}
}
