package org.mmucheck.linux.subject;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.mmucheck.linux.kernel.KernelPoints;
import org.mmucheck.linux.lab.Image;
import org.mmucheck.linux.lab.KernelFiles;
import org.mmucheck.linux.lab.Lab;
import org.mmucheck.linux.lab.LabException;
import org.mmucheck.linux.lab.Running;
import org.mmucheck.linux.lab.Shape;
import org.mmucheck.linux.machine.KernelStructs;
import org.mmucheck.linux.memory.KernelMemory;
import org.mmucheck.linux.remote.Cpus;
import org.mmucheck.linux.remote.RemoteException;
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

  /** A machine that runs, and what is known of its kernel. */
  private record Machine(
      Running running, Facts facts, Stepper stepper, Cpus cpus, KernelMemory memory) {}

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
        yield () ->
            start(
                design.shape(),
                (now, structs) ->
                    new NotifierFaultSubject(
                        vars, new Scene(now.running, now.facts, now.stepper, structs, design)));
      }
      case "RootLifetime" -> {
        RootDesign design = RootDesign.of(constants);
        yield () ->
            start(
                design.shape(),
                (now, structs) -> {
                  KernelPoints points = now.facts.points();
                  Map<String, Value> ofKernel = withRules(constants, points.without());
                  return new RootLifetimeSubject(
                      vars,
                      words.bind(vars, ofKernel, actions).start(),
                      new RootScene(now.running, now.stepper, structs, points),
                      design);
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

  private Subject start(Shape shape, BiFunction<Machine, KernelStructs, MachineSubject> subject) {
    mergedBefore = mergedSteps();
    GuardedSubject.Life first = begin(shape, subject);
    last = new GuardedSubject(first, () -> begin(shape, subject));
    return last;
  }

  private GuardedSubject.Life begin(
      Shape shape, BiFunction<Machine, KernelStructs, MachineSubject> subject) {
    Machine now = machine(shape);
    try {
      now.stepper.reset();
      now.running.restart();
      KernelStructs structs =
          new KernelStructs(now.facts.symbols(), now.facts.layouts(), now.memory);
      return new GuardedSubject.Life(subject.apply(now, structs), now.running::lastWords);
    } catch (RemoteException e) {
      throw new LabException(
          "%s: %s; its last words: %s"
              .formatted(kernel.name(), e.getMessage(), now.running.lastWords()),
          e);
    }
  }

  private Machine machine(Shape shape) {
    Machine now = machine;
    if (now != null && now.running.image().shape().equals(shape) && !isBroken()) {
      return now;
    }
    if (isBroken()) {
      lostMachines++;
    }
    close();
    Image image = lab.image(kernel, shape);
    Facts facts = Facts.of(image, table);
    Running running = lab.run(image);
    Cpus cpus = new Cpus(running.stub(), shape.cpus(), facts::tell);
    KernelMemory memory = (address, length) -> running.stub().read(1, address, length);
    Stepper stepper = new Stepper(facts, running.stub(), cpus);
    now = new Machine(running, facts, stepper, cpus, memory);
    machine = now;
    stepper.prepare(facts.points(), memory);
    mistakes.forEach(stepper::mistake);
    return now;
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
