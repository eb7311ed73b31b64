package org.mmucheck.record;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mmucheck.log.RecordedStep;
import org.mmucheck.sched.Scheduler;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Fault;
import org.mmucheck.subject.FreeSubject;
import org.mmucheck.subject.StepListener;
import org.mmucheck.value.Value;

/**
 * Runs the tasks of an implementation on platform threads that nobody holds back, and records what
 * they do. Each task starts one operation after another, as the dice say; two threads more do what
 * the environment may.
 *
 * <p>Concurrency: a command looks whether it may start, and starts, in one step of the spec; so a
 * thread holds {@code starts} from there to the first step of the operation. Beyond that nothing
 * but the marks brings threads together.
 */
public final class FreeRunner implements StepListener {
  private static final int HOSTS = 2;
  private static final double NANOS = 1e9;

  private final Limits limits;
  private final Function<Throwable, Fault> faults;
  private final boolean records; // otherwise steps are only counted, and nobody lingers
  private final Marks marks = new Marks();
  private final ReentrantLock starts = new ReentrantLock();
  private final Map<String, Tape> tapes = new HashMap<>(); // complete before any thread runs
  private final Map<String, String> firstParameter = new HashMap<>(); // by action
  private final ConcurrentLinkedQueue<FreeRun.Failure> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean over;
  private volatile boolean told; // what the run did; who still goes round is to end
  private long share; // of the steps, for each task; set before any thread runs
  private @Nullable FreeSubject subject; // set before any thread runs

  /**
   * When a run ends.
   *
   * @param steps each task has its share of them, and starts no operation once that is used up
   * @param seed of the choice of operations; threads add their own chance
   */
  public record Limits(Duration time, long steps, long seed) {}

  private FreeRunner(Limits limits, Function<Throwable, Fault> faults, boolean records) {
    this.limits = limits;
    this.faults = faults;
    this.records = records;
  }

  /**
   * Runs it until the limits are reached or no task can start anything more.
   *
   * @param actions every action instance of the spec
   * @param make the implementation, that tells the listener of its steps
   * @param faults what it says of the code that it throws something
   * @throws InterruptedException if the thread is interrupted; then all tasks are told to end
   */
  public static FreeRun run(
      List<ActionInstance> actions,
      Function<StepListener, FreeSubject> make,
      Function<Throwable, Fault> faults,
      Limits limits)
      throws InterruptedException {
    return new FreeRunner(limits, faults, true).run(actions, make);
  }

  /**
   * Steps a second of such a run.
   *
   * @param records whether they are recorded; otherwise they are only counted, which tells what
   *     recording costs
   * @throws IllegalStateException if the code throws, or a task does not come to an end
   */
  public static double stepsPerSecond(
      List<ActionInstance> actions,
      Function<StepListener, FreeSubject> make,
      Function<Throwable, Fault> faults,
      Limits limits,
      boolean records)
      throws InterruptedException {
    FreeRunner runner = new FreeRunner(limits, faults, records);
    long from = System.nanoTime();
    FreeRun run = runner.run(actions, make);
    double seconds = (System.nanoTime() - from) / NANOS;
    if (run.last() == null || !run.failures().isEmpty()) {
      throw new IllegalStateException("the run does not come to its end: " + run);
    }
    return runner.tapes.values().stream().mapToLong(Tape::count).sum() / seconds;
  }

  private FreeRun run(List<ActionInstance> actions, Function<StepListener, FreeSubject> make)
      throws InterruptedException {
    for (ActionInstance action : actions) {
      action.args().keySet().stream()
          .findFirst()
          .ifPresent(name -> firstParameter.putIfAbsent(action.action(), name));
    }
    FreeSubject free = make.apply(this);
    subject = free;
    Map<String, List<ActionInstance>> own = new LinkedHashMap<>();
    free.tasks().forEach(task -> own.put(task, new ArrayList<>()));
    List<ActionInstance> host = new ArrayList<>();
    for (ActionInstance action : actions) {
      List<ActionInstance> ofTask = own.get(firstArgument(action));
      (ofTask == null ? host : ofTask).add(action);
    }
    int hostCount = host.isEmpty() ? 0 : HOSTS;
    share = Math.max(1, limits.steps() / (own.size() + hostCount));
    List<Thread> threads = new ArrayList<>();
    List<Thread> hosts = new ArrayList<>();
    SplittableRandom seeds = new SplittableRandom(limits.seed());
    CyclicBarrier start = new CyclicBarrier(own.size() + hostCount);
    own.forEach((task, offers) -> threads.add(thread(tape(task, seeds), start, offers)));
    for (int i = 0; i < hostCount; i++) {
      hosts.add(thread(tape("host" + i, seeds), start, host));
    }
    List<Thread> servants = new ArrayList<>();
    free.servants()
        .forEach(
            (task, loop) -> {
              Tape tape = tape(task, seeds);
              servants.add(
                  Thread.ofPlatform().daemon().name(task).unstarted(() -> serve(tape, loop)));
            });
    servants.forEach(Thread::start);
    threads.forEach(Thread::start);
    hosts.forEach(Thread::start);
    Duration patience = Scheduler.patience();
    boolean ended = join(threads, limits.time().plus(patience));
    over = true;
    ended &= join(hosts, patience);
    free.stop();
    ended &= join(servants, patience);
    List<Thread> all = new ArrayList<>(threads);
    all.addAll(hosts);
    all.addAll(servants);
    return result(ended ? free.state() : null, ended ? List.of() : unended(all));
  }

  private static List<FreeRun.Failure> unended(List<Thread> threads) {
    return threads.stream()
        .filter(Thread::isAlive)
        .map(thread -> new FreeRun.Failure(thread.getName(), Fault.unended(thread)))
        .toList();
  }

  private FreeRun result(@Nullable State last, List<FreeRun.Failure> unended) {
    told = true;
    List<RecordedStep> all = new ArrayList<>();
    List<RecordedStep> open = new ArrayList<>();
    for (Tape tape : tapes.values()) {
      RecordedStep begun = tape.open();
      all.addAll(tape.steps());
      if (begun != null) {
        open.add(begun);
      }
    }
    all.sort(Comparator.comparingLong(RecordedStep::begin));
    return new FreeRun(all, open, last, List.copyOf(failures), unended);
  }

  private boolean join(List<Thread> threads, Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    try {
      for (Thread thread : threads) {
        long left = until - System.nanoTime();
        if (!thread.join(Duration.ofNanos(Math.max(left, 1)))) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      over = true;
      throw e;
    }
  }

  private Tape tape(String task, SplittableRandom seeds) {
    Tape tape = new Tape(task, records, marks, seeds.split(), action -> stepArgs(task, action));
    tapes.put(task, tape);
    return tape;
  }

  private Map<String, Value> stepArgs(String task, String action) {
    String parameter = firstParameter.get(action);
    return parameter == null ? Map.of() : Map.of(parameter, Value.of(task));
  }

  private static String firstArgument(ActionInstance action) {
    return action.args().values().stream().findFirst().map(Value::toString).orElse("");
  }

  private Thread thread(Tape tape, CyclicBarrier start, List<ActionInstance> offers) {
    return Thread.ofPlatform()
        .daemon()
        .name(tape.task())
        .unstarted(
            () ->
                guarded(
                    tape,
                    () -> {
                      start.await();
                      work(tape, new ArrayList<>(offers));
                    }));
  }

  /** Ends a task that would go round for ever, at its next step. */
  private static final class RunIsTold extends Error {
    private static final long serialVersionUID = 1L;

    RunIsTold() {
      super("the run is told", null, false, false);
    }
  }

  private interface Body {
    void run() throws InterruptedException, BrokenBarrierException;
  }

  private void guarded(Tape tape, Body body) {
    try {
      body.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (BrokenBarrierException e) {
      over = true; // another thread was told to end before it began
    } catch (RunIsTold e) {
      over = true;
    } catch (RuntimeException | Error failure) {
      failures.add(new FreeRun.Failure(tape.task(), faults.apply(failure)));
      over = true;
    }
  }

  /** Starts what it can, until the run is over or nothing of it can be started any more. */
  private void work(Tape tape, List<ActionInstance> offers) {
    long until = System.nanoTime() + limits.time().toNanos();
    boolean isHost = subject().tasks().stream().noneMatch(tape.task()::equals);
    while (!over && System.nanoTime() < until && tape.count() < share) {
      boolean taken = false;
      for (int left = offers.size(); left > 0 && !taken && !over; left--) {
        Collections.swap(offers, tape.random().nextInt(left), left - 1);
        taken = attempt(tape, offers.get(left - 1));
      }
      if (!taken) {
        if (!isHost && subject().isDone(tape.task())) {
          return;
        }
      }
      Thread.yield(); // or the first few threads have done all before the last ones run
    }
  }

  private boolean attempt(Tape tape, ActionInstance action) {
    FreeSubject free = subject();
    if (!free.isCommand(action)) {
      tape.begin(action.action(), action.args());
      if (!free.environment(action)) {
        tape.cancel();
        return false;
      }
      end(tape);
      return true;
    }
    starts.lock();
    try {
      tape.begin(action.action(), action.args());
      Runnable operation = free.command(action);
      if (operation == null) {
        tape.cancel();
        return false;
      }
      free.setBusy(tape.task(), true);
      operation.run(); // unlocks at its first step
    } finally {
      if (starts.isHeldByCurrentThread()) {
        starts.unlock();
      }
    }
    free.setBusy(tape.task(), false);
    end(tape);
    return true;
  }

  private void serve(Tape tape, Runnable loop) {
    guarded(
        tape,
        () -> {
          loop.run();
          tape.cancel(); // it waited for work that does not come any more
        });
  }

  @Override
  public void before(String task, String action) {
    Tape tape = Objects.requireNonNull(tapes.get(task), task);
    if (told) {
      throw new RunIsTold();
    }
    end(tape);
    if (starts.isHeldByCurrentThread()) {
      starts.unlock();
    }
    if (records) {
      linger(tape.random());
    }
    tape.next(action);
  }

  private void end(Tape tape) {
    if (!tape.isBetween()) {
      tape.end(records ? written(tape.task()) : List.of());
    }
  }

  private List<RecordedStep.Written> written(String task) {
    List<RecordedStep.Written> all = new ArrayList<>();
    subject()
        .own(task)
        .forEach(
            (variable, value) ->
                all.add(new RecordedStep.Written(variable, List.of(Value.of(task)), value)));
    return all;
  }

  /** Lets others go first now and then, so that races are wider than on an idle machine. */
  private static void linger(SplittableRandom random) {
    int dice = random.nextInt(16);
    if (dice == 0) {
      Thread.yield();
    } else if (dice < 8) {
      for (int i = 0; i < dice * 20; i++) {
        Thread.onSpinWait();
      }
    }
  }

  private FreeSubject subject() {
    return Objects.requireNonNull(subject);
  }
}
