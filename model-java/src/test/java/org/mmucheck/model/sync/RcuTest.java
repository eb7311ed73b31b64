package org.mmucheck.model.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.mmucheck.model.Task;

class RcuTest {
  private final Rcu rcu = new Rcu();

  @Test
  void shouldMakeBarrierWaitForPendingCallback() {
    Rcu.Callback callback = rcu.call(() -> {});
    assertThat(rcu.isQuiet()).as("with a callback pending").isFalse();
    assertThat(callback.run()).isTrue();
    assertThat(rcu.isQuiet()).as("with the callback done").isTrue();
    rcu.barrier();
  }

  @Test
  void shouldMakeBarrierWaitForRunningCallback() {
    AtomicBoolean quiet = new AtomicBoolean(true);
    rcu.call(() -> quiet.set(rcu.isQuiet())).run();
    assertThat(quiet).as("quiet while the callback runs").isFalse();
  }

  @Test
  void shouldMakeCallbackWaitForReaderThatWasInside() {
    Task reader = Task.free("reader");
    rcu.readLock(reader);
    Rcu.Callback callback = rcu.call(() -> {});
    assertThat(callback.run()).as("run with the reader inside").isFalse();
    rcu.readUnlock(reader);
    rcu.readLock(reader);
    assertThat(callback.run()).as("run with the reader inside again").isTrue();
    rcu.readUnlock(reader);
  }
}
