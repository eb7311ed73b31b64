package org.mmucheck.tlc.bridge;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.graph.Recorder;
import tlc2.tool.TLCState;
import tlc2.util.IdThread;
import util.UniqueString;

/** What each of TLC's threads records, so that none waits for another. */
final class Tracks {
  /** One thread's. */
  static final class Track {
    final Recorder recorder = new Recorder();
    final TlcHash hash;

    /** The number of the state that the thread asked for last. */
    int found;

    /** How many states it has asked for. */
    long asked;

    /** The state that the thread computes successors of. */
    @Nullable TLCState source;

    Track(UniqueString[] vars) {
      hash = new TlcHash(vars);
    }
  }

  private final Track[] tracks;

  /**
   * @param workers TLC's workers; the thread that starts them records the initial states
   */
  Tracks(int workers, UniqueString[] vars) {
    tracks = new Track[workers + 1];
    for (int i = 0; i < tracks.length; i++) {
      tracks[i] = new Track(vars);
    }
  }

  /** The calling thread's. */
  Track mine() {
    return Thread.currentThread() instanceof IdThread worker
        ? tracks[worker.myGetId() + 1]
        : tracks[0];
  }

  /** How many initial states TLC has computed, repeated ones included. */
  long initialStates() {
    return tracks[0].asked;
  }

  /** All; TLC's threads have ended. */
  List<Recorder> recorders() {
    List<Recorder> recorders = new ArrayList<>();
    for (Track track : tracks) {
      recorders.add(track.recorder);
    }
    return recorders;
  }
}
