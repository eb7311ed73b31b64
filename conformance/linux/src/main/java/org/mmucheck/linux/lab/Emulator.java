package org.mmucheck.linux.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.mmucheck.linux.remote.GdbStub;
import org.mmucheck.linux.remote.Monitor;
import org.mmucheck.linux.remote.RemoteException;
import org.mmucheck.linux.remote.SocketWire;
import org.mmucheck.linux.remote.Wire;

/**
 * A QEMU that runs, with connections to its gdb stub and its monitor. It ends with this process,
 * however that ends.
 */
public final class Emulator implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(4);
  private static final Duration SLICE = Duration.ofMillis(500);
  private static final long END_SECONDS = 20;
  private static final String PANIC = "Kernel panic";

  private final Path folder;
  private final Process guard;
  private final GdbStub stub;
  private final Monitor monitor;

  private Emulator(Path folder, Process guard, GdbStub stub, Monitor monitor) {
    this.folder = folder;
    this.guard = guard;
    this.stub = stub;
    this.monitor = monitor;
  }

  /**
   * Starts QEMU, whose machine stands still.
   *
   * @param command of {@link Qemu#command}
   * @param folder where its sockets and its console are; temporary
   * @param tap what goes between this program and the gdb stub
   */
  static Emulator start(List<String> command, Path folder, UnaryOperator<Wire> tap) {
    return start(command, folder, tap, START);
  }

  /**
   * As {@link #start(List, Path, UnaryOperator)}.
   *
   * @param patience until it has connected to each of the sockets; it ends at once if QEMU does
   */
  static Emulator start(
      List<String> command, Path folder, UnaryOperator<Wire> tap, Duration patience) {
    Process guard = null;
    try (SocketWire.Listener monitor = new SocketWire.Listener(folder.resolve("monitor"));
        SocketWire.Listener gdb = new SocketWire.Listener(folder.resolve("gdb"))) {
      guard =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("qemu").toFile())
              .start();
      Monitor monitored = new Monitor(connected(monitor, guard, patience));
      Wire steering = tap.apply(connected(gdb, guard, patience));
      return new Emulator(folder, guard, new GdbStub(steering), monitored);
    } catch (IOException | RemoteException e) {
      boolean isSlow = guard != null && guard.isAlive();
      String why = lastLine(folder.resolve("qemu"), e); // the folder may go with the guard
      end(guard);
      throw new LabException(
          isSlow
              ? "QEMU runs, but is not ready after %d s, as on a machine with too much else to do: %s"
                  .formatted(patience.toSeconds(), why)
              : "QEMU does not start: " + why,
          e);
    }
  }

  private static Wire connected(SocketWire.Listener at, Process guard, Duration patience) {
    for (long slices = patience.dividedBy(SLICE); slices > 0; slices--) {
      Optional<Wire> wire = at.accept(SLICE);
      if (wire.isPresent()) {
        return wire.get();
      }
      if (!guard.isAlive()) {
        throw new RemoteException("it has ended with " + guard.exitValue());
      }
    }
    throw new RemoteException("it has not said anything");
  }

  public GdbStub stub() {
    return stub;
  }

  public Monitor monitor() {
    return monitor;
  }

  /**
   * Why the kernel has panicked or, if it has not, the last line on its console; and, if QEMU
   * itself has said anything, its last line.
   */
  public String lastWords() {
    String console = lastLine(folder.resolve("console"), null);
    String qemu = lastLine(folder.resolve("qemu"), null);
    if (qemu.isEmpty()) {
      return console.isEmpty() ? "none" : console;
    }
    return console.isEmpty() ? "QEMU: " + qemu : console + "; QEMU: " + qemu;
  }

  private static String lastLine(Path file, @Nullable Exception otherwise) {
    try {
      List<String> lines =
          Files.readString(file, StandardCharsets.ISO_8859_1).strip().lines().toList();
      List<String> told = lines.stream().filter(line -> !line.matches("Aborted|Killed|")).toList();
      List<String> panics = told.stream().filter(line -> line.contains(PANIC)).toList();
      if (!panics.isEmpty()) {
        return panics.getFirst().strip();
      }
      if (!told.isEmpty()) {
        return told.getLast().strip();
      }
    } catch (IOException e) {
      return e.toString();
    }
    return otherwise == null ? "" : String.valueOf(otherwise.getMessage());
  }

  @Override
  public void close() {
    try (GdbStub first = stub;
        Monitor second = monitor) {
      // both, in whatever state they are
    } finally {
      end(guard);
    }
  }

  /** Has the guard kill QEMU, and waits for its end. */
  private static void end(@Nullable Process guard) {
    if (guard == null) {
      return;
    }
    try {
      guard.getOutputStream().write('\n');
      guard.getOutputStream().close();
      if (!guard.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        guard.destroyForcibly();
      }
    } catch (IOException e) {
      guard.destroyForcibly();
    } catch (InterruptedException e) {
      guard.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
