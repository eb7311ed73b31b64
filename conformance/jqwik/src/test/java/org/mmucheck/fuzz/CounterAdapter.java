package org.mmucheck.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Binding;
import org.mmucheck.subject.Subject;
import org.mmucheck.value.Value;

/** The counter of {@link CounterSpec} in Java, with a flaw or without. */
final class CounterAdapter implements Adapter {
  enum Flaw {
    NONE,
    STARTS_AT_ONE,
    /** The third store adds two. */
    ADDS_TWO,
    /** Task c does not load once another task has stored. */
    REFUSES,
    /** Task c loads whether or not the lock is held. */
    IGNORES_LOCK,
    /** A load that is refused because of the lock counts. */
    CHANGES_IN_REFUSAL,
    /** Task b's store fails if task c has loaded. */
    THROWS
  }

  private final Flaw flaw;
  int started;
  int closed;
  long attempts;

  CounterAdapter(Flaw flaw) {
    this.flaw = flaw;
  }

  @Override
  public String module() {
    return "Counter";
  }

  @Override
  public Binding bind(List<String> vars, Map<String, Value> constants, Set<String> actions) {
    boolean locked = constants.get("Locked").equals(Value.of(true));
    return () -> {
      started++;
      return new Counter(locked);
    };
  }

  @Override
  public List<String> actions() {
    return List.of("Load", "Store");
  }

  @Override
  public Caption caption(ActionInstance action) {
    return new Caption(action.args().get("t").toString(), "adder", action.action());
  }

  private final class Counter implements Subject {
    private final boolean locked;
    private final int[] seen = new int[3];
    private final String[] pc = {"Load", "Load", "Load"};
    private int count = flaw == Flaw.STARTS_AT_ONE ? 1 : 0;

    private Counter(boolean locked) {
      this.locked = locked;
    }

    @Override
    public State state() {
      Map<Value, Value> seens = new TreeMap<>();
      Map<Value, Value> pcs = new TreeMap<>();
      for (int i = 0; i < 3; i++) {
        Value task = Value.of(CounterSpec.TASKS.get(i));
        seens.put(task, Value.of(seen[i]));
        pcs.put(task, Value.of(pc[i]));
      }
      return new State(CounterSpec.VARS, Value.of(count), Value.fcn(seens), Value.fcn(pcs));
    }

    @Override
    public boolean tryStep(ActionInstance action) {
      attempts++;
      int task = CounterSpec.TASKS.indexOf(action.args().get("t").toString());
      return action.action().equals("Load") ? load(task) : store(task);
    }

    private boolean load(int task) {
      if (!pc[task].equals("Load") || (flaw == Flaw.REFUSES && task == 2 && count > 0)) {
        return false;
      }
      boolean free = !locked || !Arrays.asList(pc).contains("Store");
      if (!free && !(flaw == Flaw.IGNORES_LOCK && task == 2)) {
        seen[task] += flaw == Flaw.CHANGES_IN_REFUSAL ? 1 : 0;
        return false;
      }
      seen[task] = count;
      pc[task] = "Store";
      return true;
    }

    private boolean store(int task) {
      if (!pc[task].equals("Store")) {
        return false;
      }
      if (flaw == Flaw.THROWS && task == 1 && !pc[2].equals("Load")) {
        throw new IllegalStateException("count is gone");
      }
      count = seen[task] + (flaw == Flaw.ADDS_TWO && seen[task] == 2 ? 2 : 1);
      pc[task] = "Done";
      return true;
    }

    @Override
    public void close() {
      closed++;
    }
  }
}
