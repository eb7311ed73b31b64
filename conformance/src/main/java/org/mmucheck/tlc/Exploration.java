package org.mmucheck.tlc;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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
   * Explores {@code model}. TLC stops at an error, so a model that must fail is explored without
   * its properties; so is one with temporal properties, which TLC checks after it has explored.
   *
   * @throws TlcException if TLC reaches no verdict
   * @throws org.mmucheck.graph.NondeterministicActionException if an action leads from one state to
   *     several
   * @throws InterruptedException if the calling thread is interrupted; the run has ended then
   */
  public static Exploration of(Path specDir, Model model, TlcOptions options)
      throws InterruptedException {
    return of(specDir, List.of(model), options);
  }

  /**
   * As {@link #of(Path, Model, TlcOptions)}, once for several models that explore the same.
   *
   * @param space one group of {@link StateSpaces}
   */
  public static Exploration of(Path specDir, List<Model> space, TlcOptions options)
      throws InterruptedException {
    Model model = StateSpaces.representative(specDir, space);
    List<String> invariants =
        space.stream()
            .flatMap(each -> UncheckedConfig.invariants(TlcSessions.config(specDir, each)).stream())
            .distinct()
            .toList();
    if (StateSpaces.isExploredWhenChecked(specDir, model)) {
      TlcSession session = TlcSessions.open(specDir, model);
      Captured captured = capture(session, options);
      if (captured.graph() != null) {
        return new Exploration(session, invariants, captured.result(), captured.graph());
      }
      session.close(); // `check` says what is wrong with it
    }
    TlcSession session = TlcSessions.openUnchecked(specDir, model);
    Captured captured = capture(session, options);
    return new Exploration(
        session,
        invariants,
        captured.result(),
        Objects.requireNonNull(captured.graph(), "TLC found an error though it checked nothing"));
  }

  private static Captured capture(TlcSession session, TlcOptions options)
      throws InterruptedException {
    try {
      return session.capture(options);
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
