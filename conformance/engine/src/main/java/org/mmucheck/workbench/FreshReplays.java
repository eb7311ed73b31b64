package org.mmucheck.workbench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.graph.CapturedGraph;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.tlc.TlcResult;
import org.mmucheck.tlc.TlcSession;
import org.mmucheck.tlc.TlcSpec;
import org.mmucheck.tlc.Witness;
import org.mmucheck.trace.Trace;

/**
 * Replays counterexamples as TLC finds them: most of a replay's time goes into opening the spec,
 * which is open then.
 *
 * <p>Concurrency: the threads that check replay beside each other.
 */
final class FreshReplays implements Witness {
  /** Replays a trace of a model whose spec is open. */
  interface Replaying {
    ReplayReport replay(Trace trace, Model model, TlcSpec spec);
  }

  private final Replaying replaying;
  private final @Nullable Witness other;
  private final Map<Model, ReplayReport> reports = new ConcurrentHashMap<>();

  /**
   * @param other sees everything, too
   */
  FreshReplays(Replaying replaying, @Nullable Witness other) {
    this.replaying = replaying;
    this.other = other;
  }

  /** By the models; without those whose replay came to no verdict. */
  Map<Model, ReplayReport> reports() {
    return Map.copyOf(reports);
  }

  @Override
  public void saw(
      List<Model> models,
      TlcSession session,
      TlcResult result,
      @Nullable CapturedGraph graph,
      int workers)
      throws InterruptedException {
    if (other != null) {
      other.saw(models, session, result, graph, workers);
    }
  }

  @Override
  public void sawBroken(Model model, String predicate, TlcSession session, TlcResult result)
      throws InterruptedException {
    if (other != null) {
      other.sawBroken(model, predicate, session, result);
    }
  }

  @Override
  public void sawCounterexample(Model model, TlcSession session, Trace counterexample) {
    try {
      reports.put(model, replaying.replay(counterexample, model, session.spec()));
    } catch (RuntimeException | StackOverflowError e) {
      return; // whoever replays the trace's file is told, with the file's name
    }
  }
}
