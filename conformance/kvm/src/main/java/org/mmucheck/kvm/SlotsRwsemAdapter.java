package org.mmucheck.kvm;

import static java.util.Map.entry;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mmucheck.model.Step;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Actions;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Binding;
import org.mmucheck.value.Value;

/** {@code SlotsRwsem.tla}: a semaphore that keeps memslots in place from start to end. */
public final class SlotsRwsemAdapter implements Adapter {
  static final Set<Step> POINTS =
      Set.copyOf(
          EnumSet.of(
              Step.ACQUIRE_MAP,
              Step.DOWN_READ,
              Step.RELEASE_MAP,
              Step.CHANGE_PTE,
              Step.UP_READ,
              Step.QUEUE_WRITER,
              Step.DOWN_WRITE,
              Step.SWAP_MEMSLOTS,
              Step.UP_WRITE));

  static final Actions ACTIONS =
      new Actions(List.of("Terminating"), List.of("InvalidateRangeStart", "SetMemslot"), POINTS);

  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          entry("InvalidateRangeStart", "invalidate_range_start() {"),
          entry("AcquireMap", "acquires the pseudo-lock"),
          entry("DownRead", "down_read(slots_rwsem)"),
          entry("ReleaseMap", "releases the pseudo-lock"),
          entry("ChangePte", "changes the host PTEs"),
          entry("UpRead", "up_read(slots_rwsem)"),
          entry("SetMemslot", "kvm_set_memslot() {"),
          entry("QueueWriter", "down_write(slots_rwsem) queues"),
          entry("DownWrite", "... returns"),
          entry("SwapMemslots", "kvm_swap_active_memslots()"),
          entry("UpWrite", "up_write(slots_rwsem) }"),
          entry("Terminating", "every task rests"));

  private static final Map<Character, String> ROLES = Map.of('n', "notifier", 'u', "updater");

  @Override
  public String module() {
    return "SlotsRwsem";
  }

  @Override
  public Binding bind(List<String> vars, Map<String, Value> constants) {
    Constants model = new Constants(constants);
    return () -> new SlotsRwsemSubject(vars, model);
  }

  @Override
  public List<String> actions() {
    return ACTIONS.names();
  }

  @Override
  public Caption caption(ActionInstance action) {
    String text = TEXTS.getOrDefault(action.action(), action.action());
    if (action.action().equals("Terminating")) {
      return new Caption("all", "", text);
    }
    String task = HostView.argument(action, 0).toString();
    return new Caption(task, ROLES.getOrDefault(task.charAt(0), ""), text);
  }

  @Override
  public Set<String> bookkeeping() {
    return Set.of("pc", "phase", "left");
  }

  @Override
  public Lock lock(String task, State state) {
    if (state.value("writer").equals(Value.of(task))) {
      return Lock.WRITE;
    }
    Value open = ((Value.Fcn) state.value("open")).entries().get(Value.of(task));
    return open == null || open.equals(Value.of(0)) ? Lock.NONE : Lock.READ;
  }
}
