package org.mmucheck.tlc;

import java.util.List;
import org.mmucheck.catalog.Model;
import org.mmucheck.graph.CapturedGraph;

/**
 * A model's whole state graph, recorded while TLC explored it, whatever is wrong with the model.
 *
 * @param session where the graph's states are evaluated; closing this closes it
 * @param invariants the configurations' invariants, whether or not this run has checked them
 * @param result what TLC counted; it is a success even if the model must fail
 */
public record Exploration(
    TlcSession session, List<String> invariants, TlcResult result, CapturedGraph graph)
    implements AutoCloseable {

  /**
   * Explores {@code model} without its properties: TLC would stop at an error, and what they say of
   * a state is asked of spec and code alike when the graph is walked.
   *
   * @throws TlcException if TLC reaches no verdict
   * @throws org.mmucheck.graph.NondeterministicActionException if an action leads from one state to
   *     several
   * @throws InterruptedException if the calling thread is interrupted; the run has ended then
   */
  public static Exploration of(Model model, TlcOptions options) throws InterruptedException {
    return of(List.of(model), options);
  }

  /**
   * As {@link #of(Model, TlcOptions)}, once for several models that explore the same.
   *
   * @param space one group of {@link StateSpaces}
   */
  public static Exploration of(List<Model> space, TlcOptions options) throws InterruptedException {
    return recorded(
        TlcSessions.openUnchecked(space.getFirst()),
        StateSpaces.invariants(space),
        session -> session.capture(options));
  }

  /**
   * As {@link #of(List, TlcOptions)}, by another engine than TLC.
   *
   * @param workers the engine's
   * @throws TlcException if the engine does not know a construct that the model uses
   */
  public static Exploration of(List<Model> space, GraphEngine engine, int workers)
      throws InterruptedException {
    return recorded(
        TlcSessions.openUnchecked(space.getFirst()),
        StateSpaces.invariants(space),
        session -> engine.capture(session, workers));
  }

  /**
   * As {@link #of(Model, TlcOptions)}, also where the model is no oracle, since one label stands
   * for several actions or leads from one state to several.
   */
  public static Exploration asItIs(Model model, TlcOptions options) throws InterruptedException {
    return recorded(
        TlcSessions.openUnchecked(model),
        UncheckedConfig.invariants(model.config()),
        session -> session.captureAsItIs(options));
  }

  /**
   * As {@link #of(Model, TlcOptions)}, but TLC checks what the configuration lists, too.
   *
   * @throws IllegalStateException if the model does not hold
   */
  public static Exploration checked(Model model, TlcOptions options) throws InterruptedException {
    List<String> invariants = UncheckedConfig.invariants(model.config());
    return recorded(TlcSessions.open(model), invariants, session -> session.capture(options));
  }

  private static Exploration recorded(TlcSession session, List<String> invariants, Capture capture)
      throws InterruptedException {
    Captured captured = captured(session, capture);
    CapturedGraph graph = captured.graph();
    if (graph == null) {
      session.close();
      throw new IllegalStateException("TLC found an error and did not explore to the end");
    }
    if (graph.size() == 0) {
      session.close();
      throw new TlcException(
          TlcException.NOT_FIT, "no initial state: what the model names as Init is FALSE");
    }
    return new Exploration(session, invariants, captured.result(), graph);
  }

  /** A way to have a session explore its model. */
  private interface Capture {
    Captured from(TlcSession session) throws InterruptedException;
  }

  private static Captured captured(TlcSession session, Capture capture)
      throws InterruptedException {
    try {
      return capture.from(session);
    } catch (InterruptedException | RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  /** The model as an oracle. */
  public TlcSpec spec() {
    return session.spec();
  }

  @Override
  public void close() {
    session.close();
  }
}
