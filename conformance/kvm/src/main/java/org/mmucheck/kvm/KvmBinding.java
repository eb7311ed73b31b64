package org.mmucheck.kvm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Step;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Binding;
import org.mmucheck.subject.FreeSubject;
import org.mmucheck.subject.StepListener;
import org.mmucheck.subject.StepNames;
import org.mmucheck.value.Value;

/**
 * Binds one module of the specs to the code. A module says what to start, and in its constructor
 * where it differs from the others in what people read.
 */
abstract class KvmBinding implements Adapter {
  /** By the letter with which the specs begin a task's name. */
  private static final Map<Character, String> ROLES =
      Map.ofEntries(
          Map.entry('v', "vCPU"),
          Map.entry('n', "notifier"),
          Map.entry('z', "zapper"),
          Map.entry('w', "kworker"),
          Map.entry('h', "walker"),
          Map.entry('x', "exit"),
          Map.entry('u', "updater"),
          Map.entry('c', "closer"),
          Map.entry('p', "huge fault"),
          Map.entry('l', "SPTE zapper"),
          Map.entry('r', "refresher"),
          Map.entry('o', "owner"));

  private final String module;
  private final Map<String, String> captions = new HashMap<>();
  private final Map<Character, String> roles = new HashMap<>(ROLES);
  private Set<String> bookkeeping = Set.of();
  private List<String> writers = List.of("writer");
  private List<String> readers = List.of("readers");

  protected KvmBinding(String module) {
    this.module = module;
  }

  /** The code with the tasks of a model, in the initial state. */
  abstract KvmSubject start(Setup setup);

  /** The module calls this step otherwise. */
  protected final void says(Step step, String caption) {
    captions.put(StepNames.inSpec(step), caption);
  }

  /** The module calls this start otherwise. */
  protected final void says(Start start, String caption) {
    captions.put(start.action, caption);
  }

  /** The module calls this action of the environment otherwise. */
  protected final void says(Environment action, String caption) {
    captions.put(action.action, caption);
  }

  /** The module's tasks whose names begin with {@code letter} are something else. */
  protected final void calls(char letter, String role) {
    roles.put(letter, role);
  }

  /** The variables that the captions make superfluous. */
  protected final void hides(String... variables) {
    bookkeeping = Set.of(variables);
  }

  /** The variables that hold the task that has a lock for write; {@code writer} if not said. */
  protected final void locksForWrite(String... variables) {
    writers = List.of(variables);
  }

  /** The variables that hold the tasks that have a lock for read; {@code readers} if not said. */
  protected final void locksForRead(String... variables) {
    readers = List.of(variables);
  }

  @Override
  public final String module() {
    return module;
  }

  @Override
  public final Binding bind(List<String> vars, Map<String, Value> constants, Set<String> actions) {
    Setup setup = Setup.of(vars, constants, actions);
    return () -> start(setup);
  }

  @Override
  public final @Nullable FreeSubject startFree(
      List<String> vars, Map<String, Value> constants, Set<String> actions, StepListener listener) {
    return new FreeKvm(start(Setup.of(vars, constants, actions).free(listener)));
  }

  @Override
  public final Set<String> unrecorded() {
    return Set.of(Environment.TERMINATING.action);
  }

  @Override
  public final Map<String, Value> atLarge(Map<String, Value> constants) {
    return Large.of(module, constants);
  }

  @Override
  public final List<String> actions() {
    return KvmActions.names();
  }

  @Override
  public final Caption caption(ActionInstance action) {
    String own = captions.get(action.action());
    String text = own == null ? KvmActions.caption(action.action()) : own;
    String column = KvmActions.column(action.action());
    if (!column.isEmpty()) {
      return new Caption(column, "", text);
    }
    String task = Arguments.at(action, 0).toString();
    return new Caption(task, roles.getOrDefault(task.charAt(0), ""), text);
  }

  /** {@inheritDoc} So do all classes of this package. */
  @Override
  public final boolean isOwn(String className) {
    return className.startsWith(KvmBinding.class.getPackageName() + ".");
  }

  @Override
  public final Set<String> bookkeeping() {
    return bookkeeping;
  }

  @Override
  public Lock lock(String task, State state) {
    Value self = Value.of(task);
    if (writers.stream().anyMatch(variable -> state.value(variable).equals(self))) {
      return Lock.WRITE;
    }
    return readers.stream().anyMatch(variable -> isAmong(self, state.value(variable)))
        ? Lock.READ
        : Lock.NONE;
  }

  private static boolean isAmong(Value task, Value tasks) {
    return ((Value.SetOf) tasks).elements().contains(task);
  }
}
