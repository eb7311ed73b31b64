package org.mmucheck.conform;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Binding;
import org.mmucheck.subject.Subject;
import org.mmucheck.value.Value;

/** A level between 0 and 3 that goes up, goes down, and is read: a self-loop at every level. */
final class Gauge {
  private static final List<String> VARS = List.of("level");
  private static final int FULL = 3;

  enum Flaw {
    NONE,
    /** Reading the gauge when it is full empties it: wrong on a self-loop only. */
    EMPTIED_BY_READING,
    /** A full gauge may not be read. */
    FULL_IS_UNREADABLE,
    /** It counts how often it is read. */
    COUNTS_READS,
    /** It keeps something when it is first looked at. */
    CACHES_LOOKS,
    /** It takes the full gauge for low. */
    MISJUDGES_FULL,
    /** Going down does nothing every other time that one gauge is asked. */
    FORGETFUL,
    /** The first time that any gauge goes down from full, it goes down twice. */
    SLIPS_ONCE
  }

  private Gauge() {}

  private static ActionInstance action(String name) {
    return new ActionInstance(name, Map.of());
  }

  private static State state(int level) {
    return new State(VARS, Value.of(level));
  }

  /**
   * The spec.
   *
   * @param starts the levels that it may start at
   */
  record GaugeSpec(Integer... starts) implements Spec {
    @Override
    public List<String> vars() {
      return VARS;
    }

    @Override
    public Map<String, Value> constants() {
      return Map.of();
    }

    @Override
    public List<State> initialStates() {
      return Stream.of(starts).map(Gauge::state).toList();
    }

    @Override
    public List<ActionInstance> actions() {
      return Stream.of("Down", "Read", "Up").map(Gauge::action).toList();
    }

    @Override
    public List<State> next(State state, ActionInstance action) {
      int level = (int) ((Value.Int) state.value(0)).value();
      int next =
          switch (action.action()) {
            case "Up" -> level + 1;
            case "Down" -> level - 1;
            default -> level;
          };
      return next < 0 || next > FULL ? List.of() : List.of(state(next));
    }

    @Override
    public List<String> invariants() {
      return List.of("Low", "Named");
    }

    @Override
    public List<String> properties() {
      return List.of();
    }

    @Override
    public boolean holds(String name, State state) {
      return ((Value.Int) state.value(0)).value() < FULL;
    }

    @Override
    public void close() {}
  }

  /** The implementation. */
  record GaugeAdapter(Flaw flaw) implements Adapter {
    private static int asked;
    private static boolean hasSlipped;
    private static int lives;

    GaugeAdapter {
      hasSlipped = false;
      lives = 0;
    }

    /** How many gauges there have been since the last adapter was made. */
    static int lives() {
      return lives;
    }

    @Override
    public String module() {
      return "Gauge";
    }

    @Override
    public Binding bind(List<String> vars, Map<String, Value> constants, Set<String> actions) {
      return () -> new GaugeSubject(flaw);
    }

    @Override
    public List<String> actions() {
      return List.of("Down", "Read", "Up");
    }

    @Override
    public Caption caption(ActionInstance action) {
      return new Caption("gauge", "", action.action());
    }
  }

  private static final class GaugeSubject implements Subject {
    private final Flaw flaw;
    private boolean looked;
    private int level;
    private int reads;

    GaugeSubject(Flaw flaw) {
      this.flaw = flaw;
      GaugeAdapter.lives++;
    }

    @Override
    public State state() {
      looked |= flaw == Flaw.CACHES_LOOKS;
      return Gauge.state(level);
    }

    @Override
    public boolean tryStep(ActionInstance action) {
      return switch (action.action()) {
        case "Up" -> move(1);
        case "Down" ->
            level > 0 && flaw == Flaw.FORGETFUL && GaugeAdapter.asked++ % 2 == 1 || move(-1);
        default -> read();
      };
    }

    private boolean move(int by) {
      if (flaw == Flaw.SLIPS_ONCE && by < 0 && level == FULL && !GaugeAdapter.hasSlipped) {
        GaugeAdapter.hasSlipped = true;
        level--;
      }
      if (level + by < 0 || level + by > FULL) {
        return false;
      }
      level += by;
      return true;
    }

    private boolean read() {
      if (level == FULL && flaw == Flaw.EMPTIED_BY_READING) {
        level = 0;
      }
      if (flaw == Flaw.COUNTS_READS) {
        reads++;
      }
      return level < FULL || flaw != Flaw.FULL_IS_UNREADABLE;
    }

    @Override
    public Optional<Boolean> holds(String property) {
      return property.equals("Low")
          ? Optional.of(level < FULL || flaw == Flaw.MISJUDGES_FULL)
          : Optional.empty();
    }

    @Override
    public void close() {}
  }
}
