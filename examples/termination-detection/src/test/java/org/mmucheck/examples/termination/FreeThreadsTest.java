package org.mmucheck.examples.termination;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mmucheck.points.Points;

/** The ring with threads that nobody schedules. */
class FreeThreadsTest {
  private static final int ROUNDS = 5_000;

  /** Random work that counts, beside the protocol, what is still to be done. */
  private static final class RandomWork implements Work<Long> {
    private final Ring<Long> ring;
    private final AtomicInteger undone; // nodes at work and messages that nobody has dealt with
    private final AtomicInteger sendable;

    RandomWork(Ring<Long> ring, int messages) {
      this.ring = ring;
      undone = new AtomicInteger(ring.size());
      sendable = new AtomicInteger(messages);
    }

    @Override
    public void handle(Node<Long> me, @Nullable Long message) {
      var random = new SplittableRandom(message == null ? System.identityHashCode(me) : message);
      for (int i = random.nextInt(4); i > 0 && sendable.getAndDecrement() > 0; i--) {
        undone.incrementAndGet();
        me.send(ring.node(random.nextInt(ring.size())), random.nextLong());
      }
      undone.decrementAndGet();
    }
  }

  @Test
  void shouldAnnounceTerminationAlwaysAndNeverEarly() throws InterruptedException {
    var random = new SplittableRandom(1);
    for (int round = 0; round < ROUNDS; round++) {
      Ring<Long> ring = new Ring<>(random.nextInt(2, 7));
      RandomWork work = new RandomWork(ring, random.nextInt(40));
      ring.start(work);
      ring.awaitTermination();
      assertThat(work.undone).as("round %d", round).hasValue(0);
      for (int n = 0; n < ring.size(); n++) {
        assertThat(ring.node(n).view().active()).as("round %d, node %d", round, n).isFalse();
        assertThat(ring.node(n).view().inbox()).as("round %d, node %d", round, n).isZero();
      }
    }
  }

  @Test
  void shouldAnnounceTooEarlyWhereAnActiveNodePassesTheToken() throws InterruptedException {
    Set<Rule> rules = EnumSet.complementOf(EnumSet.of(Rule.KEEP_WHILE_ACTIVE));
    Ring<Long> ring = new Ring<>(3, rules, Points.NONE);
    var undone = new AtomicInteger(ring.size());
    var announced = new AtomicInteger(-1);
    ring.start(
        (me, message) -> {
          // Nobody finishes before the end is announced.
          try {
            ring.awaitTermination();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          announced.compareAndSet(-1, undone.getAndDecrement());
        });
    ring.awaitTermination();
    assertThat(undone.get() > 0 || announced.get() > 0).isTrue();
  }
}
