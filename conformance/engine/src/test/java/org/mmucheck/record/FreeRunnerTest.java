package org.mmucheck.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mmucheck.log.RecordedStep;
import org.mmucheck.sched.Scheduler;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Fault;
import org.mmucheck.subject.FreeSubject;
import org.mmucheck.subject.GuardedBinding;
import org.mmucheck.subject.StepListener;
import org.mmucheck.toy.Sum;
import org.mmucheck.value.Value;

class FreeRunnerTest {
  private static final List<ActionInstance> ACTIONS =
      List.of(
          new ActionInstance("Begin", Map.of("t", Value.of("t0"))),
          new ActionInstance("Begin", Map.of("t", Value.of("t1"))),
          new ActionInstance("Add", Map.of("t", Value.of("t0"))),
          new ActionInstance("Add", Map.of("t", Value.of("t1"))),
          new ActionInstance("Tick", Map.of()));

  /** Each task adds one so many times; the environment ticks. */
  private static class Adders implements FreeSubject {
    private final StepListener listener;
    private final AtomicInteger sum = new AtomicInteger();
    private final Map<String, AtomicInteger> left =
        new HashMap<>(Map.of("t0", new AtomicInteger(20), "t1", new AtomicInteger(20)));

    Adders(StepListener listener) {
      this.listener = listener;
    }

    @Override
    public List<String> tasks() {
      return List.of("t0", "t1");
    }

    @Override
    public Map<String, Runnable> servants() {
      return Map.of();
    }

    @Override
    public boolean isCommand(ActionInstance action) {
      return action.action().equals("Begin");
    }

    @Override
    public @Nullable Runnable command(ActionInstance action) {
      String task = action.args().values().iterator().next().toString();
      if (left.get(task).get() == 0) {
        return null;
      }
      left.get(task).decrementAndGet();
      return () -> {
        listener.before(task, "Add");
        add();
      };
    }

    void add() {
      sum.incrementAndGet();
    }

    @Override
    public boolean environment(ActionInstance action) {
      return action.action().equals("Tick");
    }

    @Override
    public boolean isDone(String task) {
      return left.get(task).get() == 0;
    }

    @Override
    public void setBusy(String task, boolean busy) {}

    @Override
    public void stop() {}

    @Override
    public Map<String, Value> own(String task) {
      return left.containsKey(task) ? Map.of("left", Value.of(left.get(task).get())) : Map.of();
    }

    @Override
    public State state() {
      return new State(List.of("sum"), new Value[] {Value.of(sum.get())});
    }
  }

  /** Breaks down where others add. */
  private static final class LostAdder extends Adders {
    LostAdder(StepListener listener) {
      super(listener);
    }

    @Override
    void add() {
      Sum.lose();
    }
  }

  /** Waits where others add, for what does not come. */
  private static final class SleepingAdder extends Adders {
    private final CountDownLatch morning;

    SleepingAdder(StepListener listener, CountDownLatch morning) {
      super(listener);
      this.morning = morning;
    }

    @Override
    void add() {
      Sum.await(morning);
    }
  }

  /** Goes round and round where others add once. */
  private static final class EndlessAdder extends Adders {
    private final StepListener listener;
    private final CountDownLatch ended;

    EndlessAdder(StepListener listener, CountDownLatch ended) {
      super(listener);
      this.listener = listener;
      this.ended = ended;
    }

    @Override
    void add() {
      try {
        while (true) {
          listener.before(Thread.currentThread().getName(), "Add");
          Thread.yield();
        }
      } finally {
        ended.countDown();
      }
    }
  }

  private static Fault fault(Throwable thrown) {
    Adapter adapter = Adapter.of("Adders", scene -> {});
    return GuardedBinding.fault(adapter, thrown);
  }

  private static FreeRun run(Function<StepListener, FreeSubject> make, int steps, int patience)
      throws InterruptedException {
    return FreeRunner.run(
        ACTIONS,
        make,
        FreeRunnerTest::fault,
        new FreeRunner.Limits(Duration.ofSeconds(patience), steps, 1));
  }

  @Test
  void shouldRecordEachStepOnceAndInTheTasksOrder() throws InterruptedException {
    FreeRun run = run(Adders::new, 1_000_000, 30);
    assertThat(run.last().value("sum")).isEqualTo(Value.of(40));
    assertThat(run.failures()).isEmpty();
    assertThat(run.open()).isEmpty();
    for (String task : List.of("t0", "t1")) {
      List<RecordedStep> own = run.steps().stream().filter(s -> s.task().equals(task)).toList();
      assertThat(own).hasSize(40);
      for (int i = 0; i < own.size(); i++) {
        assertThat(own.get(i).actions()).containsExactly(i % 2 == 0 ? "Begin" : "Add");
        assertThat(own.get(i).args()).containsEntry("t", Value.of(task));
        assertThat(own.get(i).begin()).isLessThan(own.get(i).end());
        assertThat(own.get(i).begin()).isGreaterThan(i == 0 ? 0 : own.get(i - 1).end());
        assertThat(own.get(i).after())
            .containsExactly(
                new RecordedStep.Written(
                    "left", List.of(Value.of(task)), Value.of(20 - i / 2 - 1)));
      }
    }
    assertThat(run.steps()).anyMatch(step -> step.actions().contains("Tick"));
  }

  /** It would record for ever. */
  @Test
  void shouldEndTasksThatGoRoundOnceTheRunIsTold() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    String before = System.setProperty(Scheduler.PATIENCE_PROPERTY, "1");
    try {
      FreeRun run = run(listener -> new EndlessAdder(listener, ended), 40, 1);
      assertThat(run.last()).isNull();
      assertThat(run.failures()).isEmpty();
      assertThat(run.unended()).isNotEmpty();
    } finally {
      if (before == null) {
        System.clearProperty(Scheduler.PATIENCE_PROPERTY);
      } else {
        System.setProperty(Scheduler.PATIENCE_PROPERTY, before);
      }
    }
    assertThat(ended.await(1, TimeUnit.MINUTES)).as("it is told to end").isTrue();
  }

  @Test
  void shouldStartNothingMoreOnceTheStepsAreUsedUp() throws InterruptedException {
    FreeRun run = run(Adders::new, 40, 30);
    assertThat(run.steps()).hasSizeBetween(20, 40);
  }

  @Test
  void shouldTellWhatTheCodeThrowsAndEndAllTasks() throws InterruptedException {
    FreeRun run = run(LostAdder::new, 1_000_000, 30);
    assertThat(run.failures())
        .isNotEmpty()
        .allMatch(failure -> failure.fault().what().contains("lost an adder"))
        .allMatch(failure -> failure.fault().stack().getFirst().contains("toy.Sum.lose("));
    assertThat(run.open()).as("the steps that failed").isNotEmpty();
    assertThat(run.unended()).isEmpty();
  }

  @Test
  void shouldTellWhereATaskStandsThatDoesNotEnd() throws InterruptedException {
    CountDownLatch morning = new CountDownLatch(1);
    System.setProperty(Scheduler.PATIENCE_PROPERTY, "1");
    try {
      FreeRun run = run(listener -> new SleepingAdder(listener, morning), 1_000_000, 1);
      assertThat(run.last()).isNull();
      assertThat(run.failures()).isEmpty();
      assertThat(run.unended())
          .extracting(FreeRun.Failure::task)
          .containsExactlyInAnyOrder("t0", "t1");
      Fault fault = run.unended().getFirst().fault();
      assertThat(fault.what()).contains("has not ended; it is in", "toy.Sum.await", "WAITING");
      assertThat(fault.stack().getFirst()).contains("toy.Sum.await(");
    } finally {
      System.clearProperty(Scheduler.PATIENCE_PROPERTY);
      morning.countDown();
    }
  }
}
