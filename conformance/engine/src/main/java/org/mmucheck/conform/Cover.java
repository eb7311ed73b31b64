package org.mmucheck.conform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.graph.TransitionGraph;
import org.mmucheck.sched.Scheduler;
import org.mmucheck.sched.StuckActorException;
import org.mmucheck.subject.FaultException;
import org.mmucheck.subject.Itinerary;
import org.mmucheck.trace.Trace;

/**
 * The fast way: long walks that take every transition. Each transition is checked when it is taken
 * first; each state, at the first arrival. As long as all arrivals in one state have one
 * fingerprint, nothing else can happen the next time, so nothing is checked again on the way to
 * what is still untaken. At later arrivals in a state the fingerprint alone is compared: the
 * projection is a function of what the fingerprint covers.
 *
 * <p>Concurrency: each walker has an implementation of its own. They share the tour, which deals
 * out walks, and the fingerprints; whoever writes a state's fingerprint checks the state. What is
 * told to the checkpoint is of walks that have ended: their counts, and the states that they were
 * first in, with fingerprints that another run can compare. Another walk may have ended that has
 * compared with the fingerprint of an unfinished one; when that is walked again, it finds the state
 * unchecked, and checks it.
 */
final class Cover {
  private static final int NONE = -1;

  private final Setting setting;
  private final TransitionGraph graph;
  private final AtomicLongArray
      fingerprints; // of the code in each state; 0 before the first arrival
  private final @Nullable Tour tour;
  private final List<Walker> walkers = new ArrayList<>();
  private Checkpoint checkpoint = Checkpoint.NONE;
  private int dealt; // walks
  private final BitSet ended = new BitSet(); // walks of this run, and of one that was interrupted
  private final BitSet checked = new BitSet(); // states that these were first in
  private long[] portables = {}; // fingerprints of those; whoever is first in a state writes it
  private Checkpoint.Done before = new Checkpoint.Done(ended, 0, 0, 0, 0, new long[0]);
  private volatile @Nullable Walker stopped; // the first that has found something
  private volatile boolean isCut; // the checkpoint wants no more

  Cover(Setting setting) {
    this.setting = setting;
    this.graph = setting.graph;
    this.fingerprints = new AtomicLongArray(graph.size());
    // The code has one start, so with several in the spec there is nothing to be fast about.
    this.tour = graph.initialStates() == 1 ? new Tour(graph, setting.index::actor) : null;
  }

  /**
   * The report if everything conforms; null if anything does not.
   *
   * @param checkpoint told of each walk
   * @param last what to go on from
   * @throws RuntimeException that the checkpoint has thrown
   */
  @Nullable ConformReport run(
      int walkerCount, Checkpoint checkpoint, Optional<Checkpoint.Done> last) throws Exception {
    if (tour == null) {
      return null;
    }
    this.checkpoint = checkpoint;
    last.filter(done -> done.fingerprints().length == graph.size()).ifPresent(this::goOn);
    if (checkpoint != Checkpoint.NONE) {
      portables = Arrays.copyOf(before.fingerprints(), graph.size());
    }
    for (int i = 0; i < walkerCount; i++) {
      walkers.add(new Walker());
    }
    try {
      Together.run(walkers);
    } catch (RuntimeException e) {
      if (!isCut || stopped == null) {
        throw e;
      }
    }
    if (stopped != null) {
      return null;
    }
    return new ConformReport(
        graph.size(),
        graph.transitions(),
        (long) graph.size() * setting.actions.size(),
        graph.transitions(),
        before.refusedByControl()
            + walkers.stream().mapToLong(walker -> walker.arrival.refusedByControl).sum(),
        before.refusedAttempted()
            + walkers.stream().mapToLong(walker -> walker.arrival.refusedAttempted).sum(),
        0,
        null,
        before.steps() + walkers.stream().mapToLong(walker -> walker.steps).sum(),
        true,
        null,
        0);
  }

  /** Whether walks of an interrupted run were left out. */
  boolean hasGoneOn() {
    return before.fingerprints().length > 0;
  }

  private void goOn(Checkpoint.Done done) {
    before = done;
    ended.or(done.walks());
    for (int state = 0; state < graph.size(); state++) {
      checked.set(state, done.fingerprints()[state] != 0);
    }
  }

  /** Whether what is being walked is of no account any more. */
  private boolean isOver() {
    return stopped != null || isCut;
  }

  /** The next walk that has not ended in an interrupted run. */
  private synchronized Dealt deal() {
    int[] walk;
    int number;
    do {
      walk = Objects.requireNonNull(tour).next();
      number = dealt++;
    } while (walk.length > 0 && ended.get(number));
    return new Dealt(number, walk);
  }

  /**
   * @param walk empty if there is none left
   */
  private record Dealt(int number, int[] walk) {}

  /** A walk has found nothing. Tells the checkpoint, which may throw. */
  private synchronized void end(Walker walker) {
    ended.set(walker.number);
    walker.add();
    try {
      int taken = before.transitions() + walkers.stream().mapToInt(each -> each.taken).sum();
      checkpoint.reached(taken, graph.transitions(), () -> done(taken));
    } catch (RuntimeException e) {
      isCut = true;
      throw e;
    }
  }

  private Checkpoint.Done done(int taken) {
    long[] all = new long[graph.size()];
    checked.stream().forEach(state -> all[state] = portables[state]);
    long steps = before.steps();
    long byControl = before.refusedByControl();
    long attempted = before.refusedAttempted();
    for (Walker walker : walkers) {
      steps += walker.endedSteps;
      byControl += walker.endedByControl;
      attempted += walker.endedAttempted;
    }
    return new Checkpoint.Done((BitSet) ended.clone(), taken, steps, byControl, attempted, all);
  }

  /**
   * What this run found, where to find it a second time would take as long as a wait without end:
   * the shortest way to it instead of a search for one.
   *
   * @return null if it found nothing of that kind
   */
  @Nullable ConformReport endless() {
    Walker walker = stopped;
    Finding finding = walker == null ? null : walker.finding;
    if (walker == null || finding == null || !finding.isEndless()) {
      return null;
    }
    return broken(wayTo(walker), finding);
  }

  /** The shortest way of the spec to where the run has found something. */
  int[] wayToFinding() {
    return wayTo(Objects.requireNonNull(stopped));
  }

  private int[] wayTo(Walker walker) {
    if (walker.via < 0) {
      return Divergences.shortestWay(graph, walker.at);
    }
    int[] way = Divergences.shortestWay(graph, walker.from);
    int[] longer = Arrays.copyOf(way, way.length + 1);
    longer[way.length] = walker.via;
    return longer;
  }

  /** What this run found, on the way that it went. */
  ConformReport walked() {
    Walker walker = Objects.requireNonNull(stopped);
    return broken(walker.way(), Objects.requireNonNull(walker.finding));
  }

  private ConformReport broken(int[] way, Finding finding) {
    List<Trace.Step> path = Divergences.path(setting, way);
    return ConformReport.broken(
        graph, setting.actions.size(), Divergences.of(setting, path, finding));
  }

  /** What this run found, for the case that the careful search found nothing. */
  ConformReport unrepeatable(ConformReport report) {
    Walker walker = stopped;
    return walker == null ? report : report.with(unrepeatable(walker));
  }

  /**
   * What this run found, if the same walk does not find it again; null if it does, or if it is
   * nothing that a step leads to.
   */
  @Nullable ConformReport unrepeated() throws Exception {
    Walker walker = Objects.requireNonNull(stopped);
    boolean isOfStep = Objects.requireNonNull(walker.finding).isOfStep();
    return isOfStep && !Scheduler.run(() -> isWrong(walker.way()))
        ? ConformReport.broken(graph, setting.actions.size(), unrepeatable(walker))
        : null;
  }

  private Divergence unrepeatable(Walker walker) {
    Finding once = Finding.unrepeatable(Objects.requireNonNull(walker.finding));
    return Divergences.of(setting, Divergences.path(setting, walker.way()), once);
  }

  /** Whether a fresh implementation refuses a step of the way, or is ever in another state. */
  private boolean isWrong(int[] way) {
    try (Visit visit = new Visit(setting)) {
      if (visit.compare(0, NONE) != null) {
        return true;
      }
      for (int transition : way) {
        int action = graph.label(transition);
        if (visit.take(action) != null || visit.compare(graph.target(transition), action) != null) {
          return true;
        }
      }
      return false;
    }
  }

  /** One that walks, on one thread after another as the code's tasks take turns. */
  private final class Walker implements Together.Controller, Itinerary {
    private final Arrival arrival = new Arrival(setting);
    private int[] walk = {};
    private int position; // steps that have been named
    private int arrived; // steps whose outcome has been looked at
    private boolean isFirst; // whether nobody has been in the state that was reached last
    private boolean differs;
    private @Nullable Visit visit;
    private @Nullable Fingerprint spent;
    private long steps;

    private int number; // of the walk
    private int[] firsts = new int[64]; // states that this walk is first in
    private int firstCount;

    // Of walks that have ended, under the cover's lock.
    private int taken;
    private long endedSteps;
    private long endedByControl;
    private long endedAttempted;

    // Where the finding is, if there is one: at a step from a state to another, or in that one.
    private int via = NONE;
    private int from;
    private int at;
    private @Nullable Finding finding;

    @Override
    public void run() {
      do {
        Dealt next = deal();
        number = next.number();
        walk = next.walk();
        finding = walk();
        steps += position;
        if (finding != null && stopped == null) {
          stopped = this; // of two at a time either will do
        }
        if (checkpoint != Checkpoint.NONE && !isOver()) {
          end(this);
        }
      } while (!isOver() && walk.length > 0);
    }

    /** The walk is one of those that have ended. */
    private void add() {
      while (firstCount > 0) {
        checked.set(firsts[--firstCount]);
      }
      taken += (int) Arrays.stream(walk).filter(transition -> transition < 0).count();
      endedSteps = steps;
      endedByControl = arrival.refusedByControl;
      endedAttempted = arrival.refusedAttempted;
    }

    @Override
    public void endless(StuckActorException stuck) {
      int action = via < 0 ? NONE : graph.label(via);
      finding = Finding.failed(action, setting.fault(stuck));
      if (stopped == null) {
        stopped = this;
      }
    }

    private @Nullable Finding walk() {
      position = 0;
      arrived = 0;
      via = NONE;
      at = 0;
      try (Visit life = new Visit(setting, spent)) {
        visit = life;
        spent = life.spent();
        look(0, life);
        Finding finding = check(life, 0, NONE);
        while (finding == null && arrived < walk.length) {
          finding = life.follow(this, () -> graph.label(transition(position - 1)));
          if (finding == null && (isFirst || differs)) {
            int last = transition(position - 1);
            finding = check(life, graph.target(last), graph.label(last));
          }
        }
        return finding;
      } catch (FaultException failed) {
        return Finding.failed(via < 0 ? NONE : graph.label(via), failed.fault());
      } finally {
        visit = null;
      }
    }

    @Override
    public int next() {
      if (isOver()) {
        arrived = walk.length;
        return END;
      }
      if (arrived < position) {
        arrived = position;
        if (walk[position - 1] < 0) {
          look(graph.target(transition(position - 1)), Objects.requireNonNull(visit));
          if (isFirst || differs) {
            return END; // the rest is for the controller's own thread
          }
        }
      }
      if (position == walk.length) {
        return END;
      }
      from = at;
      via = transition(position++);
      at = graph.target(via);
      return graph.label(via);
    }

    /** Compares the whole state with that of other arrivals. */
    private void look(int state, Visit life) {
      long now = life.fingerprint();
      long known = fingerprints.get(state);
      isFirst = known == 0 && (known = fingerprints.compareAndExchange(state, 0, now)) == 0;
      differs = !isFirst && known != now;
      if (isFirst && checkpoint != Checkpoint.NONE) {
        long portable = life.portableFingerprint();
        if (hasGoneOn() && before.fingerprints()[state] != 0) {
          isFirst = false; // in this run only
          differs = before.fingerprints()[state] != portable;
          return;
        }
        portables[state] = portable;
        if (firstCount == firsts.length) {
          firsts = Arrays.copyOf(firsts, firstCount * 2);
        }
        firsts[firstCount++] = state;
      }
    }

    private @Nullable Finding check(Visit life, int state, int action) {
      if (differs) {
        differs = false;
        Finding seen = life.compare(state, action); // it may show in the projection, too
        return seen != null
            ? seen
            : Finding.of(
                Divergence.Kind.STATE, action, "fingerprint", "as at another arrival", "another");
      }
      if (!isFirst) {
        return null;
      }
      isFirst = false;
      Finding finding = life.compare(state, action);
      if (finding == null) {
        via = NONE; // the step is all right
        finding = life.compareProperties(state);
      }
      return finding == null
          ? arrival.refuseAll(life, state, fingerprints.get(state), true)
          : finding;
    }

    /** The transitions that it has named on this walk. */
    int[] way() {
      return IntStream.range(0, position).map(this::transition).toArray();
    }

    private int transition(int index) {
      return Math.max(walk[index], ~walk[index]);
    }
  }
}
