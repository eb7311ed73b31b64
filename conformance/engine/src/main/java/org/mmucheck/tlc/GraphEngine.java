package org.mmucheck.tlc;

/** An engine beside TLC, which explores what a session has parsed. */
public interface GraphEngine {
  /**
   * Explores a session's model and checks what its configuration lists, as {@link
   * TlcSession#capture} does. The graph evaluates the session's spec, so it is good until the
   * session closes.
   *
   * @param workers at least one
   * @throws TlcException if the engine does not know a construct that the model uses, or the model
   *     cannot be evaluated
   * @throws org.mmucheck.graph.NondeterministicActionException if an action leads from one state to
   *     several
   * @throws InterruptedException if the calling thread is interrupted; its threads have ended then
   */
  Captured capture(TlcSession session, int workers) throws InterruptedException;

  /**
   * A session's spec whose successors and whose properties of states and steps this engine computes
   * one question at a time; all else is asked of TLC. It closes the session.
   *
   * @throws TlcException if the engine does not know a construct that the model uses
   */
  TlcSpec spec(TlcSession session);
}
