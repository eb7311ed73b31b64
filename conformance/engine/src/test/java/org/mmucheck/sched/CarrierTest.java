package org.mmucheck.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CarrierTest {
  private enum Point {
    STEP
  }

  @Test
  void shouldLetTwoControllersRunAtOnceThoughTheJdkHasOneCarrier() throws Exception {
    AtomicBoolean met = new AtomicBoolean();
    CompletableFuture<Boolean> first =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Scheduler.run(
                    () -> {
                      while (!met.get()) {
                        Thread.onSpinWait(); // gives no carrier back
                      }
                      return true;
                    });
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            },
            task -> Thread.ofPlatform().start(task));

    Scheduler.run(
        () -> {
          met.set(true);
          return null;
        });

    assertThat(first.join()).isTrue();
  }

  @Test
  void shouldCarryTheActorsOfAController() throws Exception {
    AtomicReference<Carrier> ofController = new AtomicReference<>();
    int[] steps = {0};
    Scheduler.run(
        () -> {
          ofController.set(Carrier.mine());
          try (Scheduler scheduler = new Scheduler()) {
            Actor actor = scheduler.spawn("a");
            actor.start(
                () -> {
                  while (true) {
                    actor.park(Actor.ALWAYS, Point.STEP);
                    steps[0]++;
                  }
                });
            actor.take(Point.STEP);
            actor.take(Point.STEP);
          }
          return null;
        });

    assertThat(ofController.get()).isNotNull();
    assertThat(steps[0]).isEqualTo(2);
  }

  @Test
  void shouldUseTheJdksCarriersWithoutOneOfItsOwn() throws Exception {
    Thread thread = Carrier.threads(null).start(() -> assertThat(Carrier.mine()).isNull());
    thread.join();
    assertThat(thread.isVirtual()).isTrue();
  }

  @Test
  void shouldMeasureRawHandoffs() throws Exception {
    assertThat(Handoffs.perSecond(1_000)).isPositive();
  }
}
