package org.mmucheck.linux.subject;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.mmucheck.linux.kernel.KernelPoints;
import org.mmucheck.linux.kernel.NoSuchCallException;
import org.mmucheck.linux.kernel.NoSuchFieldInKernelException;
import org.mmucheck.linux.kernel.NoSuchSymbolException;
import org.mmucheck.linux.lab.Image;
import org.mmucheck.linux.lab.KernelFiles;
import org.mmucheck.linux.lab.Lab;
import org.mmucheck.linux.lab.LabException;
import org.mmucheck.linux.lab.Running;
import org.mmucheck.linux.lab.Shape;
import org.mmucheck.linux.remote.RemoteException;
import org.mmucheck.linux.remote.Tap;
import org.mmucheck.linux.remote.Wire;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Binding;
import org.mmucheck.subject.Subject;
import org.mmucheck.value.Value;

/**
 * Linux as the code under test. One machine runs at a time; each run of the code under test begins
 * by putting it back to its snapshot.
 *
 * <p>Concurrency: none. Of its subjects only the one that was started last may be used.
 */
public final class LinuxAdapter implements Adapter, AutoCloseable {
  private final Adapter words;
  private final Lab lab;
  private final KernelFiles kernel;
  private final Path table;
  private final Map<String, Long> mistakes = new TreeMap<>();
  private @Nullable Machine machine;
  private @Nullable GuardedSubject last;
  private long mergedBefore;
  private long lostMachines;
  private boolean isTapped;
  private @Nullable Tap tap;

  /** A machine that runs. */
  private record Machine(Running running, Steered steered) {}

  /**
   * @param words says how steps are called, for {@code explain}
   * @param points the folder of the tables
   */
  public LinuxAdapter(Adapter words, Lab lab, KernelFiles kernel, Path points) {
    this.words = words;
    this.lab = lab;
    this.kernel = kernel;
    this.table = points.resolve(words.module() + ".json");
  }

  /**
   * Makes the kernel wrong on purpose: a function returns a value and does nothing else.
   *
   * @param function of the kernel or its modules
   */
  public void mistake(String function, long value) {
    mistakes.put(function, value);
  }

  @Override
  public String module() {
    return words.module();
  }

  @Override
  public Binding bind(List<String> vars, Map<String, Value> constants, Set<String> actions) {
    return switch (module()) {
      case "NotifierFault" -> {
        Design design = Design.of(constants);
        yield () -> start(design.shape(), now -> now.notifierFault(vars, design));
      }
      case "RootLifetime" -> {
        RootDesign design = RootDesign.of(constants);
        yield () ->
            start(
                design.shape(),
                now -> {
                  KernelPoints points = now.facts().points();
                  Map<String, Value> ofKernel = withRules(constants, points.without());
                  return new RootLifetimeSubject(
                      vars,
                      words.bind(vars, ofKernel, actions).start(),
                      new RootScene(now.guest(), now.stepper(), now.structs(), points),
                      design);
                });
      }
      case "GfnToPfnCache" -> {
        GpcDesign design = GpcDesign.of(constants);
        yield () ->
            start(
                design.shape(),
                now -> {
                  boolean countsEnds = now.structs().has("kvm.gpc_invalidate_seq");
                  Map<String, Value> ofKernel = GpcDesign.withRules(constants, countsEnds);
                  return new GfnToPfnCacheSubject(
                      vars, words.bind(vars, ofKernel, actions).start(), now.cache(design), design);
                });
      }
      default ->
          throw new IllegalArgumentException(
              "the steps of " + module() + " are not known of Linux");
    };
  }

  /** A model's bounds with the rules that a kernel follows: all but some. */
  private static Map<String, Value> withRules(Map<String, Value> constants, List<String> without) {
    Map<String, Value> all = new HashMap<>(constants);
    all.replaceAll(
        (name, value) -> value instanceof Value.Bool ? Value.of(!without.contains(name)) : value);
    return all;
  }

  private Subject start(Shape shape, Function<Steered, MachineSubject> subject) {
    mergedBefore = mergedSteps();
    GuardedSubject.Life first = begin(shape, subject);
    last = new GuardedSubject(first, () -> begin(shape, subject));
    return last;
  }

  private GuardedSubject.Life begin(Shape shape, Function<Steered, MachineSubject> subject) {
    for (int machines = 1; ; machines++) {
      Machine now = machine(shape);
      try {
        now.steered.stepper().reset();
        now.running.restart();
        MachineSubject begun = fitting(kernel.name(), () -> subject.apply(now.steered));
        return new GuardedSubject.Life(begun, now.running::lastWords);
      } catch (RemoteException e) {
        if (machines == GuardedSubject.MOST_MACHINES) {
          throw new LabException(
              ("%s: %s; its last words: %s; if this comes each time, the machine was saved so:"
                      + " delete %s, and the same command boots another")
                  .formatted(
                      kernel.name(),
                      e.getMessage(),
                      now.running.lastWords(),
                      now.running.image().folder()),
              e);
        }
        lostMachines++;
        close();
      }
    }
  }

  private Machine machine(Shape shape) {
    Machine now = machine;
    if (now != null && now.running.image().shape().equals(shape) && !isBroken()) {
      return now;
    }
    if (now != null && isBroken()) {
      lostMachines++;
    }
    close();
    Image image = lab.image(kernel, shape);
    Facts facts = Facts.of(image, table);
    known(kernel.name(), facts.points());
    Running running = lab.run(image, isTapped ? this::tap : UnaryOperator.identity());
    try {
      Steered steered =
          fitting(
              kernel.name(),
              () -> {
                Steered all = Steered.of(running.guest(), facts, shape.cpus());
                mistakes.forEach(all.stepper()::mistake);
                return all;
              });
      now = new Machine(running, steered);
      machine = now;
      return now;
    } catch (RuntimeException e) {
      running.close();
      throw e;
    }
  }

  /**
   * Refuses a kernel of which no step of the protocol is known.
   *
   * @throws LabException with the reason that the table of points has for it
   */
  static void known(String kernel, KernelPoints points) {
    points
        .unknown()
        .ifPresent(
            why -> {
              throw new LabException(
                  "%s cannot be steered through %s: %s".formatted(kernel, points.protocol(), why));
            });
  }

  /**
   * What the steering of a kernel begins with.
   *
   * @throws LabException if the kernel has not what that needs: no fault of its protocol
   */
  static <T> T fitting(String kernel, Supplier<T> steering) {
    try {
      return steering.get();
    } catch (NoSuchSymbolException | NoSuchFieldInKernelException | NoSuchCallException e) {
      throw new LabException(kernel + " cannot be steered: " + e.getMessage(), e);
    }
  }

  private Wire tap(Wire wire) {
    Tap one = new Tap(wire);
    tap = one;
    return one;
  }

  /** From now on writes down what is said to machines. */
  public void tap() {
    isTapped = true;
  }

  /** What has been said to the last machine, as {@link Exchange} has it; empty if nobody noted. */
  public Optional<String> exchange() {
    Machine now = machine;
    Tap noted = tap;
    return now == null || noted == null
        ? Optional.empty()
        : Optional.of(
            Exchange.text(
                now.steered.facts(),
                now.running.image().shape().cpus(),
                now.running.guest().dataAddress(),
                noted.lines()));
  }

  /** How many machines have broken down and been replaced, in all runs. */
  public long lostMachines() {
    return lostMachines;
  }

  private boolean isBroken() {
    return last != null && last.isBroken();
  }

  /** How many steps of the spec the kernel has taken together with another, in all runs. */
  public long mergedSteps() {
    return mergedBefore + (last == null ? 0 : last.mergedSteps());
  }

  @Override
  public List<String> actions() {
    return words.actions();
  }

  @Override
  public boolean isLocal() {
    return false; // a step takes as long as an emulator needs
  }

  @Override
  public Caption caption(ActionInstance action) {
    return words.caption(action);
  }

  @Override
  public Set<String> bookkeeping() {
    return words.bookkeeping();
  }

  @Override
  public Lock lock(String task, State state) {
    return words.lock(task, state);
  }

  @Override
  public void close() {
    Machine now = machine;
    machine = null;
    if (now != null) {
      now.running.close();
    }
  }
}
