package org.mmucheck.kvm;

import static org.mmucheck.kvm.Projection.NONE;
import static org.mmucheck.kvm.Projection.byName;
import static org.mmucheck.kvm.Projection.nameOrNone;
import static org.mmucheck.kvm.Projection.names;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.attribute.AttributeChange;
import org.mmucheck.model.attribute.AttributeFault;
import org.mmucheck.model.attribute.AttributePolicy;
import org.mmucheck.model.attribute.AttributedFrame;
import org.mmucheck.model.attribute.MemoryKind;
import org.mmucheck.sched.Actor;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.ScheduledSubject;
import org.mmucheck.value.Value;

/** A frame with the tasks of one {@code AttributeFault} model, each on an actor. */
final class AttributeFaultSubject extends ScheduledSubject {
  private static final class Worker {
    private final Task task;
    private int left;
    private volatile @Nullable AttributeFault fault;
    private volatile @Nullable AttributeChange change;

    Worker(Task task, int budget) {
      this.task = task;
      this.left = budget;
    }

    String name() {
      return task.name();
    }
  }

  private final List<String> vars;
  private final Projection projection = new Projection();
  private final AttributedFrame frame;
  private final boolean guestSaysKind;
  private final boolean endMidway;
  private final Map<Actor, Worker> vcpus = new LinkedHashMap<>();
  private final Map<Actor, Worker> changers = new LinkedHashMap<>();
  private final Map<Actor, Worker> all = new LinkedHashMap<>();

  AttributeFaultSubject(List<String> vars, Constants constants) {
    super(AttributeFaultAdapter.ACTIONS);
    this.vars = vars;
    String cure = constants.text("Cure");
    this.frame =
        new AttributedFrame(
            new AttributePolicy(
                !cure.equals("no-first"),
                constants.flag("OneSnapshot"),
                constants.text("KindFrom").equals("late"),
                cure.equals("check-below"),
                constants.text("PageBy").equals("kind"),
                cure.equals("recheck"),
                constants.flag("UseBeginEnd")));
    this.guestSaysKind = constants.text("KindFrom").equals("guest");
    this.endMidway = constants.flag("EndMidway");
    spawn(constants.texts("Vcpu"), constants.integer("Faults"), vcpus);
    spawn(constants.texts("Changer"), constants.integer("Changes"), changers);
    project();
  }

  private void spawn(List<String> names, int budget, Map<Actor, Worker> group) {
    for (String name : names) {
      Actor actor = spawn(name);
      Task task = new Task(name, new ControlledProbe(actor, AttributeFaultAdapter.POINTS));
      Worker worker = new Worker(task, budget);
      group.put(actor, worker);
      all.put(actor, worker);
    }
  }

  @Override
  protected boolean environment(ActionInstance action) {
    throw new IllegalArgumentException("the environment takes no steps here");
  }

  @Override
  protected @Nullable Runnable command(Actor actor, ActionInstance action) {
    Worker worker = Objects.requireNonNull(all.get(actor));
    if (worker.left == 0) {
      return null;
    }
    Runnable command;
    if (action.action().equals("HandleFault")) {
      command = vcpus.containsKey(actor) ? handleFault(worker, action) : null;
    } else {
      command = changers.containsKey(actor) && frame.isQuiet() ? change(worker) : null;
    }
    if (command != null) {
      worker.left--;
    }
    return command;
  }

  private @Nullable Runnable handleFault(Worker worker, ActionInstance action) {
    Value said = HostView.argument(action, 1);
    if (frame.spte() != AttributeFault.NONE || said.equals(NONE) == guestSaysKind) {
      return null;
    }
    MemoryKind kind =
        Arrays.stream(MemoryKind.values())
            .filter(each -> text(each).equals(said))
            .findFirst()
            .orElse(null);
    AttributeFault fault = new AttributeFault(kind);
    worker.fault = fault;
    return () -> {
      frame.handle(worker.task, fault);
      worker.fault = null;
    };
  }

  private Runnable change(Worker worker) {
    AttributeChange change = new AttributeChange();
    worker.change = change;
    return () -> {
      frame.change(worker.task, change);
      worker.change = null;
    };
  }

  /** Where the model says so, no change ends between the check and the second snapshot. */
  @Override
  protected boolean choose(Actor actor, ActionInstance action) {
    if (action.action().equals("RaiseSeq") && !endMidway) {
      return vcpus.keySet().stream().noneMatch(vcpu -> vcpu.point() == Step.SNAPSHOT_AGAIN);
    }
    return super.choose(actor, action);
  }

  @Override
  protected boolean isDone(Actor actor) {
    return Objects.requireNonNull(all.get(actor)).left == 0;
  }

  @Override
  protected List<Object> objects() {
    List<Object> objects = new ArrayList<>(List.of(frame));
    objects.addAll(all.values());
    return objects;
  }

  @Override
  public State state() {
    return projection.state(vars);
  }

  private void project() {
    projection.add("pc", () -> byName(all.keySet(), Actor::name, this::pc));
    projection.add("fault", () -> byName(vcpus.values(), Worker::name, w -> fault(w.fault)));
    projection.add("op", () -> byName(changers.values(), Worker::name, w -> op(w.change)));
    projection.add("writer", () -> nameOrNone(frame.mmuLock().writer(), Task::name));
    projection.add("readers", () -> names(frame.mmuLock().readers(), Task::name));
    projection.add("seq", () -> Value.of(frame.seq()));
    projection.add("inProgress", () -> Value.of(frame.inProgress()));
    projection.add("attribute", () -> text(frame.attribute()));
    projection.add("spte", () -> page(frame.spte()));
    projection.add("left", () -> byName(all.values(), Worker::name, w -> Value.of(w.left)));
  }

  private static Value fault(@Nullable AttributeFault fault) {
    MemoryKind kind = fault == null ? null : fault.kind();
    return Value.rec(
        Map.of(
            "kind",
            kind == null ? NONE : text(kind),
            "mmu_seq",
            Value.of(fault == null ? 0 : fault.mmuSeq()),
            "pfn",
            fault == null ? NONE : page(fault.pfn()),
            "retry",
            Value.of(fault != null && fault.mustRetry())));
  }

  private static Value op(@Nullable AttributeChange change) {
    if (change == null) {
      return Value.of("none");
    }
    return Value.of(change.isEnding() ? "end" : "start");
  }

  private static Value page(int pfn) {
    return pfn == AttributeFault.NONE ? NONE : HostView.name(pfn);
  }

  private static Value text(MemoryKind kind) {
    return Value.of(kind.name().toLowerCase(Locale.ROOT));
  }
}
