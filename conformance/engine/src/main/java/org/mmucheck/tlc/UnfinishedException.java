package org.mmucheck.tlc;

import java.util.Locale;

/** A run that was ended before TLC had explored everything: it shows nothing, right or wrong. */
public final class UnfinishedException extends TlcException {
  private static final long serialVersionUID = 1L;

  private final transient TlcProgress progress;

  private UnfinishedException(String message, TlcProgress progress) {
    super(UNFINISHED, message);
    this.progress = progress;
  }

  /** A run that a limit of the user's has ended. */
  public static UnfinishedException at(TlcProgress progress) {
    String message =
        progress.distinctStates() > 0 && progress.queuedStates() == 0
            ? "not finished: %,d states, 0 left, but the temporal properties were not checked to"
                + " their end; nothing wrong found so far"
            : "not finished: %,d states, %,d left; nothing wrong found so far";
    return new UnfinishedException(
        String.format(Locale.ROOT, message, progress.distinctStates(), progress.queuedStates()),
        progress);
  }

  /**
   * Behaviours that were drawn, of which none broke anything.
   *
   * @param covered what they are
   */
  static UnfinishedException simulated(String covered, TlcProgress progress) {
    return new UnfinishedException(
        "not finished, simulated: " + covered + "; nothing wrong found so far", progress);
  }

  /**
   * Walks on the code that a limit of the user's has ended.
   *
   * @param taken transitions, of all
   */
  public static UnfinishedException walked(long taken, long all) {
    return new UnfinishedException(
        String.format(
            Locale.ROOT,
            "not finished: %,d of %,d transitions taken; nothing wrong found so far",
            taken,
            all),
        new TlcProgress(0, 0, 0, 0));
  }

  /** A run that there was no time for. */
  public static UnfinishedException notBegun() {
    return new UnfinishedException("not begun: no time was left", new TlcProgress(0, 0, 0, 0));
  }

  /**
   * The same of a run that was to show how an error comes about which another has met.
   *
   * @param error what the other said of it
   */
  UnfinishedException afterError(String error) {
    return new UnfinishedException(
        String.format(
            Locale.ROOT,
            "a worker met an error (%s); the run here that would show the steps was not finished:"
                + " %,d states, %,d left",
            error,
            progress.distinctStates(),
            progress.queuedStates()),
        progress);
  }

  /** How far it came. */
  public TlcProgress progress() {
    return progress;
  }
}
