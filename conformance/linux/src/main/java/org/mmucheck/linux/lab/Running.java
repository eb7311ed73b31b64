package org.mmucheck.linux.lab;

import java.nio.file.Path;
import java.time.Duration;
import org.mmucheck.linux.remote.GdbStub;
import org.mmucheck.linux.remote.Monitor;

/** A machine that runs, in a folder of its own that goes away with it. */
public final class Running implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);

  private final Image image;
  private final Path folder;
  private final Emulator emulator;

  Running(Image image, Path folder, Emulator emulator) {
    this.image = image;
    this.folder = folder;
    this.emulator = emulator;
    wake();
  }

  /** The thread that runs all CPUs waits for the first of them before it runs any other. */
  private void wake() {
    stub().setBreakpoint(Mailbox.MARK);
    stub().resume(0);
    if (stub().await(START).isEmpty()) {
      throw new LabException("the machine does not stand where its image was saved");
    }
    stub().removeBreakpoint(Mailbox.MARK);
  }

  public Image image() {
    return image;
  }

  public GdbStub stub() {
    return emulator.stub();
  }

  public Monitor monitor() {
    return emulator.monitor();
  }

  /** The last line on the machine's console. */
  public String lastWords() {
    return emulator.lastWords();
  }

  /** Puts the machine back to where its image was saved. Breakpoints stay. */
  public void restart() {
    monitor().load(Image.SNAPSHOT);
  }

  /** What stands in {@code mark()} on a CPU. */
  public Mailbox mailbox(int cpu) {
    return Mailbox.of(stub(), cpu);
  }

  @Override
  public void close() {
    try {
      emulator.close();
    } finally {
      Folders.delete(folder);
    }
  }
}
