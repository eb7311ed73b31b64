package org.mmucheck.linux.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;

/**
 * The events of one virtual machine among those of all. An event tells whose it is by the address
 * of the {@code struct kvm}, in which mmu_lock comes first; one that does not belongs to the call,
 * or to the section of mmu_lock, that its task is in.
 */
public final class Machines {
  private static final String KVM = "kvm";
  private static final String MN = "mn";

  /** A vCPU's fault, and what every machine has. */
  private static final String INIT = "init_vm";

  private static final String FAULT = "fault";
  private static final String ENDS = "_ret";

  private final String file;
  private final List<KernelEvent> events;

  /** By the address of a machine's struct mmu_notifier, its own. */
  private final Map<Long, Long> notifiers = new HashMap<>();

  private final Map<Long, KernelEvent> begun = new LinkedHashMap<>(); // by machine
  private final Map<Long, Integer> faults = new LinkedHashMap<>(); // by machine

  private Machines(String file, List<KernelEvent> events) {
    this.file = file;
    this.events = events;
  }

  /**
   * The events of one machine.
   *
   * @param wanted the address of its struct kvm; null if only one has faults
   * @throws InputException if it is not there, began before the recording, or several could be
   *     meant
   */
  public static List<KernelEvent> one(
      String file, List<KernelEvent> events, @Nullable Long wanted) {
    return new Machines(file, events).of(wanted);
  }

  private List<KernelEvent> of(@Nullable Long wanted) {
    learn();
    long machine = wanted == null ? theOnly() : wanted;
    if (!faults.containsKey(machine)) {
      throw new InputException(file, "", "no machine " + hex(machine) + " has a fault; " + told());
    }
    KernelEvent first = begun.get(machine);
    if (first == null) {
      throw new InputException(
          file,
          "",
          "the machine "
              + hex(machine)
              + " was there before the recording, and what it had mapped is not known; start it"
              + " after the probes are set");
    }
    List<KernelEvent> own = new ArrayList<>();
    Map<Integer, Deque<Call>> calls = new HashMap<>();
    for (KernelEvent event : events) {
      Long owner = owner(event, calls.computeIfAbsent(event.task(), task -> new ArrayDeque<>()));
      if (owner != null && owner == machine && event.n() >= first.n()) {
        own.add(event);
      }
    }
    return own;
  }

  /** Which notifier is whose: the first call under it that names its machine tells. */
  private void learn() {
    Map<Integer, Long> under = new HashMap<>(); // by task
    for (KernelEvent event : events) {
      Long notifier = event.number(MN);
      Long machine = event.number(KVM);
      if (notifier != null) {
        under.put(event.task(), notifier);
      } else if (event.name().startsWith("mn_")) {
        under.remove(event.task());
      } else if (machine != null && under.containsKey(event.task())) {
        notifiers.putIfAbsent(under.get(event.task()), machine);
      }
      if (event.is(INIT) && machine != null) {
        begun.put(machine, event);
        faults.remove(machine); // the address of one that is gone
      } else if (event.is(FAULT) && machine != null) {
        faults.merge(machine, 1, Integer::sum);
      }
    }
  }

  private long theOnly() {
    if (faults.size() == 1) {
      return faults.keySet().iterator().next();
    }
    throw new InputException(
        file, "", faults.isEmpty() ? "no machine has a fault" : told() + "; choose with --vm");
  }

  private String told() {
    List<String> all = new ArrayList<>();
    faults.forEach((machine, count) -> all.add(hex(machine) + " (" + count + " faults)"));
    return "machines: " + String.join(", ", all);
  }

  private static String hex(long address) {
    return "0x" + Long.toHexString(address);
  }

  /**
   * A call, or a lock that is held or waited for.
   *
   * @param machine whose; null if it is none's
   */
  private record Call(String name, @Nullable Long machine) {}

  private @Nullable Long owner(KernelEvent event, Deque<Call> calls) {
    Call around = calls.peekFirst();
    Long own = event.number(KVM);
    if (own == null && event.number(MN) != null) {
      own = notifiers.get(event.number(MN));
    }
    return switch (event.name()) {
      case "wlock_try", "rlock_try" -> {
        Long lock = machineOfLock(event);
        calls.addFirst(new Call(event.name().substring(0, 5), lock));
        yield lock;
      }
      case "wlock", "rlock" -> leave(event.name(), calls, event.name() + " held");
      case "wunlock", "runlock" -> {
        leave(event.name().charAt(0) + "lock held", machineOfLock(event), calls);
        yield machineOfLock(event);
      }
      case "resched_w" -> machineOfLock(event);
      case "fault", "mn_start", "mn_end", "uninit_vm" -> {
        calls.addFirst(new Call(event.name(), own));
        yield own;
      }
      case "fault_ret", "mn_start_ret", "mn_end_ret", "uninit_vm_ret" ->
          leave(event.name().substring(0, event.name().length() - ENDS.length()), calls, "");
      default -> own != null ? own : around == null ? null : around.machine();
    };
  }

  private @Nullable Long machineOfLock(KernelEvent event) {
    Long lock = event.number("lock");
    return lock != null && faults.containsKey(lock) ? lock : null;
  }

  /** Ends the latest call of a name; another one may take its place. */
  private static @Nullable Long leave(String name, Deque<Call> calls, String then) {
    for (Call call : calls) {
      if (call.name().equals(name)) {
        calls.remove(call);
        if (!then.isEmpty()) {
          calls.addFirst(new Call(then, call.machine()));
        }
        return call.machine();
      }
    }
    return null;
  }

  private static void leave(String name, @Nullable Long machine, Deque<Call> calls) {
    for (Call call : calls) {
      if (call.name().equals(name) && java.util.Objects.equals(call.machine(), machine)) {
        calls.remove(call);
        return;
      }
    }
  }
}
