package org.mmucheck.conform;

import java.util.List;
import org.mmucheck.graph.TransitionGraph;
import org.mmucheck.sched.Scheduler;
import org.mmucheck.spec.Spec;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Itinerary;
import org.mmucheck.subject.Subject;

/** How fast an implementation is led through the states of a graph, with nothing compared. */
public final class Pace {
  private static final double NANOS = 1e9;

  private Pace() {}

  /**
   * Steps a second on one core: each walk that {@code conform} would take, with a fresh
   * implementation for each.
   *
   * @param steps how many to take at least, if the graph has as many
   */
  public static double stepsPerSecond(Spec spec, TransitionGraph graph, Adapter adapter, long steps)
      throws Exception {
    Setting setting = new Setting(spec, List.of(), graph, adapter);
    Tour tour = new Tour(graph, setting.index::actor);
    return Scheduler.run(() -> stepsPerSecond(setting, tour, steps));
  }

  /**
   * Steps of all walks that {@code conform} would take.
   *
   * @param taken by those walks
   * @param fewest in which any walks take every transition
   */
  public record Steps(long taken, long fewest) {}

  /**
   * Counts steps; it takes seconds for 10^5 transitions.
   *
   * @param graph with one initial state
   */
  public static Steps steps(Spec spec, TransitionGraph graph, Adapter adapter) {
    Setting setting = new Setting(spec, List.of(), graph, adapter);
    Tour tour = new Tour(graph, setting.index::actor);
    long taken = 0;
    for (int[] walk = tour.next(); walk.length > 0; walk = tour.next()) {
      taken += walk.length;
    }
    return new Steps(taken, LeastSteps.of(graph));
  }

  private static double stepsPerSecond(Setting setting, Tour tour, long steps) {
    long taken = 0;
    long nanos = 0;
    while (taken < steps) {
      int[] walk = tour.next();
      if (walk.length == 0) {
        break;
      }
      long from = System.nanoTime();
      try (Subject subject = setting.start()) {
        int refused = subject.follow(setting.index, new Way(setting.graph, walk));
        if (refused != Itinerary.END) {
          throw new IllegalStateException("refused: " + setting.actions.get(refused));
        }
      }
      nanos += System.nanoTime() - from;
      taken += walk.length;
    }
    return taken * NANOS / nanos;
  }

  /** The actions of one walk. */
  private static final class Way implements Itinerary {
    private final TransitionGraph graph;
    private final int[] walk;
    private int position;

    Way(TransitionGraph graph, int[] walk) {
      this.graph = graph;
      this.walk = walk;
    }

    @Override
    public int next() {
      if (position == walk.length) {
        return END;
      }
      int transition = walk[position++];
      return graph.label(Math.max(transition, ~transition));
    }
  }
}
