package org.mmucheck.tlc;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.graph.CapturedGraph;
import org.mmucheck.trace.Trace;

/**
 * Somebody who looks again at what TLC has found, while its session is open; asked by the threads
 * that check, and throws nothing but what it is declared to.
 */
public interface Witness {
  /**
   * TLC has come to a verdict.
   *
   * @param models those whose verdict it is
   * @param session has checked what its configuration lists
   * @param graph the state graph; null if it was not recorded, or not all of it
   * @param workers TLC's
   * @throws InterruptedException if the calling thread is interrupted
   */
  void saw(
      List<Model> models,
      TlcSession session,
      TlcResult result,
      @Nullable CapturedGraph graph,
      int workers)
      throws InterruptedException;

  /**
   * A state predicate has broken that TLC watched and the session's configuration does not list.
   *
   * @param result what TLC would have said had it checked the predicate; it had one worker
   * @throws InterruptedException if the calling thread is interrupted
   */
  void sawBroken(Model model, String predicate, TlcSession session, TlcResult result)
      throws InterruptedException;

  /**
   * What TLC has found of a model has a counterexample.
   *
   * @param session evaluates it
   */
  default void sawCounterexample(Model model, TlcSession session, Trace counterexample) {}
}
