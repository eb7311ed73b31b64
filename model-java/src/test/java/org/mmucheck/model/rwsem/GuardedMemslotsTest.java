package org.mmucheck.model.rwsem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.mmucheck.model.Design;
import org.mmucheck.model.JitterProbe;
import org.mmucheck.model.Probe;
import org.mmucheck.model.Race;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.sync.RwSemaphore;

/** The semaphore under free-running threads, in the designs that do not deadlock. */
class GuardedMemslotsTest {
  private static final int TIMES = 2_000;
  private final Splats splats = new Splats();

  @Test
  void shouldKeepMemslotsInPlaceUnderNestedInvalidationsIfUnfair() throws InterruptedException {
    race(new GuardedMemslots(Design.without(Rule.FAIR_RWSEM), 2, splats));
  }

  @Test
  void shouldKeepMemslotsInPlaceUnderPlainInvalidationsIfFair() throws InterruptedException {
    race(new GuardedMemslots(Design.without(Rule.REAL_MAP), 1, splats));
  }

  @Test
  void shouldNoticeAnUpdateThatDoesNotTakeTheSemaphore() {
    GuardedMemslots memslots =
        new GuardedMemslots(Design.without(Rule.UPDATE_TAKES_RWSEM), 1, splats);
    Task updater = Task.free("u0");
    Probe updatesInTheMiddle =
        new Probe() {
          @Override
          public void before(Step step) {
            if (step == Step.CHANGE_PTE) {
              memslots.update(updater);
            }
          }
        };
    memslots.invalidate(new Task("n0", updatesInTheMiddle), new NestedInvalidation());
    assertThat(splats.reports()).containsExactly("memslots changed under an invalidation");
  }

  private void race(GuardedMemslots memslots) throws InterruptedException {
    Consumer<Task> invalidate = task -> memslots.invalidate(task, new NestedInvalidation());
    try (Race race = new Race()) {
      race.run(
          List.of(
              () -> often("n0", invalidate),
              () -> often("n1", invalidate),
              () -> often("u0", memslots::update)));
    }
    assertThat(splats.reports()).isEmpty();
    assertThat(memslots.generation()).isEqualTo(TIMES);
  }

  private static void often(String name, Consumer<Task> operation) {
    Task task = new Task(name, new JitterProbe());
    for (int i = 0; i < TIMES; i++) {
      operation.accept(task);
    }
  }

  @Test
  void shouldRefuseToReleaseWhatIsNotHeld() {
    RwSemaphore semaphore = new RwSemaphore(true, true);
    Task one = Task.free("t1");
    semaphore.downRead(one);
    semaphore.downRead(one);
    semaphore.upRead(one);
    assertThat(semaphore.holds(one)).isEqualTo(1);
    assertThatThrownBy(() -> semaphore.upRead(Task.free("t2"))).hasMessageContaining("t2");
    assertThatThrownBy(() -> semaphore.upWrite(one)).hasMessageContaining("write");
  }
}
