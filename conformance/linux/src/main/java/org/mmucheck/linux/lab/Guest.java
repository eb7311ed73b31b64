package org.mmucheck.linux.lab;

import java.time.Duration;
import org.mmucheck.linux.remote.GdbStub;

/** A machine that stands where its image was saved, as whoever steers its CPUs sees it. */
public final class Guest {
  private static final Duration START = Duration.ofSeconds(30);

  private final GdbStub stub;
  private final long dataAddress;

  /**
   * @param dataAddress where the VMM has the memory that backs the first frame
   */
  public Guest(GdbStub stub, long dataAddress) {
    this.stub = stub;
    this.dataAddress = dataAddress;
    wake();
  }

  /** The thread that runs all CPUs waits for the first of them before it runs any other. */
  private void wake() {
    stub.setBreakpoint(Mailbox.MARK);
    stub.resume(0);
    if (stub.await(START).isEmpty()) {
      throw new LabException("the machine does not stand where its image was saved");
    }
    stub.removeBreakpoint(Mailbox.MARK);
  }

  public GdbStub stub() {
    return stub;
  }

  public long dataAddress() {
    return dataAddress;
  }

  /** What stands in {@code mark()} on a CPU. */
  public Mailbox mailbox(int cpu) {
    return Mailbox.of(stub, cpu);
  }
}
