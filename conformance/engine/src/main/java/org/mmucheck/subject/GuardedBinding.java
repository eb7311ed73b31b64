package org.mmucheck.subject;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.NoFault;
import org.mmucheck.sched.Offspring;
import org.mmucheck.sched.Scheduler;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.value.Value;

/**
 * The border between the engine and what it calls: whatever the code under test or its binding
 * throws becomes a {@link FaultException}, and what the engine itself throws stays what it is.
 *
 * <p>Concurrency: any thread may start a subject; a subject has one controller.
 */
public final class GuardedBinding implements Binding {
  private final Adapter adapter;
  private final Binding binding;
  private final Offspring offspring = new Offspring();
  private final Set<Class<?>> known = ConcurrentHashMap.newKeySet(); // of subjects
  private final Set<String> own = ConcurrentHashMap.newKeySet(); // the names of these and above

  private GuardedBinding(
      Adapter adapter, List<String> vars, Map<String, Value> constants, Set<String> actions) {
    this.adapter = adapter;
    this.binding = guarded(() -> adapter.bind(vars, constants, actions));
  }

  /**
   * {@link Adapter#bind}.
   *
   * @throws FaultException if it fails
   */
  public static GuardedBinding of(
      Adapter adapter, List<String> vars, Map<String, Value> constants, Set<String> actions) {
    return new GuardedBinding(adapter, vars, constants, actions);
  }

  /**
   * {@inheritDoc}
   *
   * @return one whose methods throw a {@link FaultException} where the code fails
   */
  @Override
  public Subject start() {
    Subject subject = guarded(binding::start);
    if (known.add(subject.getClass())) {
      for (Class<?> at = subject.getClass(); at != null; at = at.getSuperclass()) {
        own.add(Fault.outermost(at.getName()));
      }
    }
    return new GuardedSubject(subject);
  }

  @Override
  public Set<String> offers() {
    return guarded(binding::offers);
  }

  /** {@link Adapter#actions}. */
  public List<String> known() {
    return guarded(adapter::actions);
  }

  /**
   * Has the adapter, if it knows its actions before it is bound, have all of the spec's.
   *
   * @throws FaultException if it lacks one
   */
  public void requireActions(Set<String> names) {
    guarded(
        () -> {
          Set<String> missing = new TreeSet<>(names);
          List<String> known = adapter.actions();
          known.forEach(missing::remove);
          if (!known.isEmpty() && !missing.isEmpty()) {
            throw new BindingException(
                "the implementation of "
                    + adapter.module()
                    + " has no action "
                    + missing.iterator().next());
          }
          return missing;
        });
  }

  /** What a failure that has not come by here says of the code: a wait without end. */
  public Fault fault(Throwable thrown) {
    return Fault.of(thrown, name -> own.contains(name) || adapter.isOwn(name));
  }

  /** As {@link #fault(Throwable)}, where there is no binding yet. */
  public static Fault fault(Adapter adapter, Throwable thrown) {
    return Fault.of(thrown, adapter::isOwn);
  }

  /** Whether a stack trace's frames below one of this class are those of who calls the engine. */
  static boolean isBorder(String className) {
    return className.startsWith(GuardedBinding.class.getName());
  }

  /**
   * The threads that the code has left behind, once all subjects are closed.
   *
   * @throws InterruptedException if the calling thread is interrupted while it waits for one
   */
  public List<LeftThread> left() throws InterruptedException {
    List<LeftThread> left = new ArrayList<>();
    for (Offspring.Left each : offspring.left()) {
      Fault fault = Fault.unended(each.thread());
      left.add(new LeftThread(each.thread().getName(), each.task(), fault.what(), fault.stack()));
    }
    return left;
  }

  private <T> T guarded(Supplier<T> call) {
    try {
      return adapter.isLocal() ? marked(call) : call.get();
    } catch (Throwable thrown) {
      throw told(thrown);
    }
  }

  private <T> T marked(Supplier<T> call) {
    ClassLoader own = offspring.enter();
    try {
      return Scheduler.watched(call);
    } finally {
      Offspring.leave(own);
    }
  }

  /** What the engine is to throw in place of {@code thrown}. */
  private RuntimeException told(Throwable thrown) {
    if (thrown instanceof FaultException known) {
      return known;
    }
    if (thrown instanceof NoFault && thrown instanceof RuntimeException other) {
      return other;
    }
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at instanceof OutOfMemoryError error && !TooMuch.isAskedByTheCode(error)) {
        throw error; // mostly by what the engine keeps
      }
    }
    return new FaultException(fault(thrown), thrown);
  }

  /** A subject behind the border. */
  private final class GuardedSubject implements Subject {
    private final Subject subject;

    GuardedSubject(Subject subject) {
      this.subject = subject;
    }

    @Override
    public State state() {
      return guarded(subject::state);
    }

    @Override
    public boolean tryStep(ActionInstance action) {
      return guarded(() -> subject.tryStep(action));
    }

    @Override
    public ActionIndex index(List<ActionInstance> actions) {
      return guarded(() -> subject.index(actions));
    }

    @Override
    public boolean attempt(ActionIndex index, int number) {
      return guarded(() -> subject.attempt(index, number));
    }

    @Override
    public int follow(ActionIndex index, Itinerary itinerary) {
      Own way = new Own(itinerary);
      ClassLoader own = offspring.enter();
      try {
        return subject.follow(index, way);
      } catch (Throwable thrown) {
        if (way.failure instanceof Error error) {
          throw error;
        }
        if (way.failure instanceof RuntimeException exception) {
          throw exception;
        }
        throw told(thrown);
      } finally {
        Offspring.leave(own);
      }
    }

    @Override
    public int possible(ActionIndex index, int[] numbers) {
      return guarded(() -> subject.possible(index, numbers));
    }

    @Override
    public List<Object> implementation() {
      return guarded(subject::implementation);
    }

    @Override
    public Optional<Boolean> holds(String property) {
      return guarded(() -> subject.holds(property));
    }

    @Override
    public void close() {
      guarded(
          () -> {
            subject.close();
            return Set.of();
          });
    }
  }

  /** The engine's itinerary, whose failures are the engine's. */
  private static final class Own implements Itinerary {
    private final Itinerary itinerary;
    private @Nullable Throwable failure;

    Own(Itinerary itinerary) {
      this.itinerary = itinerary;
    }

    @Override
    public int next() {
      try {
        return itinerary.next();
      } catch (RuntimeException | Error thrown) {
        failure = thrown;
        throw thrown;
      }
    }
  }
}
