package org.mmucheck.conform;

import java.util.List;
import java.util.Optional;
import org.mmucheck.graph.TransitionGraph;
import org.mmucheck.sched.Scheduler;
import org.mmucheck.sched.StuckActorException;
import org.mmucheck.spec.Spec;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Fault;
import org.mmucheck.subject.FaultException;
import org.mmucheck.subject.GuardedBinding;
import org.mmucheck.subject.LeftThread;

/**
 * Shows that code and spec are bisimilar within a model's bounds, or where they are not. In every
 * reachable state, initial ones included, and for every action instance:
 *
 * <ul>
 *   <li>where the spec enables it, the code takes it and lands in the same state, self-loops
 *       included;
 *   <li>where the spec disables it, the code refuses, and the refusal changes nothing;
 *   <li>each property has the same truth value in both: by construction, since it is a function of
 *       the state that was compared; the code's own verdicts are compared where it has some;
 *   <li>the code's whole state is the same at every arrival in one state of the spec, so it keeps
 *       nothing that the projection does not show.
 * </ul>
 *
 * <p>That is a claim about all behaviours, not about those that were walked, because of the last
 * point: what the code does next depends on its whole state only, and of that there is one for each
 * state of the spec. It rests on the code being deterministic between two points, on the
 * fingerprint seeing the whole state, and on no two states of the code having one 64-bit
 * fingerprint by accident.
 */
public final class Conformer {
  private static final double NANOS = 1e9;

  private Conformer() {}

  /**
   * Checks the conformance of {@code adapter}'s implementation, set up with the spec's constants.
   *
   * @param spec the model; it evaluates properties where the code has verdicts of its own
   * @param graph the model's whole state graph
   */
  public static ConformReport conform(Spec spec, TransitionGraph graph, Adapter adapter)
      throws Exception {
    return conform(
        spec,
        spec.invariants(),
        graph,
        adapter,
        Math.min(2, Runtime.getRuntime().availableProcessors()));
  }

  /**
   * As {@link #conform(Spec, TransitionGraph, Adapter)}, with so many implementations at a time.
   *
   * @param properties the state predicates whose truth values are compared
   * @param walkers at least 1
   */
  public static ConformReport conform(
      Spec spec, List<String> properties, TransitionGraph graph, Adapter adapter, int walkers)
      throws Exception {
    return conform(spec, properties, graph, adapter, walkers, Checkpoint.NONE);
  }

  /**
   * As {@link #conform(Spec, List, TransitionGraph, Adapter, int)}.
   *
   * @param checkpoint where an interrupted check of just this goes on; for one walker
   */
  public static ConformReport conform(
      Spec spec,
      List<String> properties,
      TransitionGraph graph,
      Adapter adapter,
      int walkers,
      Checkpoint checkpoint)
      throws Exception {
    long from = System.nanoTime();
    ConformReport report;
    List<LeftThread> left = List.of();
    try {
      Setting setting = Scheduler.run(() -> new Setting(spec, properties, graph, adapter));
      report = explore(setting, walkers, checkpoint);
      left = setting.left();
    } catch (StuckActorException e) {
      report = unstarted(graph, adapter, GuardedBinding.fault(adapter, e));
    } catch (FaultException e) {
      report = unstarted(graph, adapter, e.fault());
    } catch (UnknownStateException e) {
      String why = String.valueOf(e.getMessage());
      report = unstarted(graph, adapter, new Fault(Fault.Party.BINDING, why, List.of(), false));
    }
    return report.ended((System.nanoTime() - from) / NANOS, left);
  }

  /** The report with the shortest way to what a run has found, or with some way if time is out. */
  private static ConformReport search(Setting setting, Cover cover, Checkpoint checkpoint)
      throws Exception {
    ConformReport report = checkpoint == Checkpoint.NONE ? null : cover.unrepeated();
    if (report != null) {
      return report; // where a step takes long, a search that finds nothing takes for ever
    }
    Search search = new Search(setting, checkpoint::isOver);
    try {
      report = Scheduler.run(search::run);
    } catch (StuckActorException stuck) {
      return search.endless(stuck);
    }
    if (!report.conforms()) {
      return report;
    }
    return search.isCut() ? found(setting, cover) : cover.unrepeatable(report);
  }

  /** What a run has found: on the spec's way there if it shows on that, or as it was walked. */
  private static ConformReport found(Setting setting, Cover cover) throws Exception {
    Search search = new Search(setting, () -> false);
    ConformReport report;
    try {
      report = Scheduler.run(() -> search.along(cover.wayToFinding()));
    } catch (StuckActorException stuck) {
      return search.endless(stuck);
    }
    return report == null ? cover.walked() : report;
  }

  private static ConformReport unstarted(TransitionGraph graph, Adapter adapter, Fault fault) {
    Divergence divergence = Divergences.unstarted(graph, adapter, fault);
    return ConformReport.broken(graph, graph.actions().size(), divergence);
  }

  private static ConformReport explore(Setting setting, int walkers, Checkpoint checkpoint)
      throws Exception {
    String leftOut = setting.leftOut();
    if (leftOut != null) {
      return ConformReport.broken(
          setting.graph, setting.actions.size(), Divergences.leftOut(setting, leftOut));
    }
    Cover cover = new Cover(setting);
    ConformReport report = cover.run(walkers, checkpoint, checkpoint.last());
    if (report == null && cover.hasGoneOn()) {
      // Not all fingerprints can be compared across runs: what is wrong must be so in one run.
      cover = new Cover(setting);
      report = cover.run(walkers, checkpoint, Optional.empty());
    }
    checkpoint.ended();
    if (report == null) {
      report = cover.endless();
    }
    return report == null ? search(setting, cover, checkpoint) : report;
  }
}
