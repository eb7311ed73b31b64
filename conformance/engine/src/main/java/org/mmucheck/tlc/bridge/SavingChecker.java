package org.mmucheck.tlc.bridge;

import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.mmucheck.tlc.SavedRun;
import org.mmucheck.tlc.SavedRun.Piece;
import org.mmucheck.tlc.SavedRun.Point;
import tlc2.TLCGlobals;
import tlc2.output.EC;
import tlc2.tool.ModelChecker;
import tlc2.tool.fp.FPSet;
import tlc2.tool.impl.FastTool;
import tlc2.tool.queue.DiskStateQueue;
import tlc2.tool.queue.StateQueue;
import tlc2.util.NoopStateWriter;
import tlc2.util.StatePoolWriter;
import tlc2.value.ValueInputStream;

/**
 * TLC, with each of its checkpoints saved.
 *
 * <p>Concurrency: TLC takes a checkpoint on the thread that started it, while all workers wait, and
 * lets them go on before it has given the new files their names. What is saved may grow meanwhile,
 * as the workers' traces do, of which a checkpoint is the beginning; or is written once, as the
 * files of the queue are. {@code taken} and {@code failure} are read by the thread that waits.
 */
final class SavingChecker extends ModelChecker {
  private static final String POOL = "\\d+";
  private static final String TRACE = ".st";
  private static final String CHECKPOINT = ".chkpt";

  private final SavedRun saved;
  private final Messages messages;
  private final String model;
  private final Point before;
  private volatile long taken;
  private volatile @Nullable IOException failure;

  /**
   * @param saved where the run is saved; what it goes on with is in {@code folder} already
   */
  SavingChecker(
      FastTool tool, String folder, Future<FPSet> visited, SavedRun saved, Messages messages)
      throws Exception {
    super(
        tool,
        folder,
        new NoopStateWriter(),
        tool.getModelConfig().getCheckDeadlock(),
        saved.last().isPresent() ? folder : null,
        visited,
        System.currentTimeMillis());
    this.saved = saved;
    this.messages = messages;
    this.model = tool.getConfigFile();
    this.before = saved.last().orElse(new Point(0, 0, 0, 0, 0));
  }

  /** Asks TLC for a checkpoint, as soon as it comes to it; again if it sleeps. */
  void ask(boolean again) {
    if (!again) {
      TLCGlobals.forceChkpt();
    }
    synchronized (this) {
      notifyAll();
    }
    if (again) {
      wakeWhoAwaitsWorkers();
    }
  }

  /**
   * TLC looks whether a worker still runs, and only then begins to wait for the word of the last: a
   * word between the two is lost, and all wait for ever. Whoever is woken looks again.
   */
  private void wakeWhoAwaitsWorkers() {
    try {
      Field lock = StateQueue.class.getDeclaredField("mu");
      lock.setAccessible(true);
      Object awaited = lock.get(theStateQueue);
      synchronized (awaited) {
        awaited.notifyAll();
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("TLC suspends its workers otherwise", e);
    }
  }

  /** How many checkpoints are saved. */
  long taken() {
    return taken;
  }

  /** Why the last could not be saved; null if none failed. */
  @Nullable IOException failure() {
    return failure;
  }

  /** States computed, those of the runs before included. */
  long allGenerated() {
    return getStatesGenerated() - before.distinct() + before.generated(); // TLC takes them for one
  }

  /** The longest path's states, those of the runs before included. */
  int depth() {
    return Math.max(before.depth(), getProgress());
  }

  /**
   * @throws IOException if TLC has gone on with fewer states, or more, than were saved
   */
  void requireWhole() throws IOException {
    Optional<List<String>> recovered = messages.first(EC.TLC_CHECKPOINT_RECOVER_END);
    List<String> wanted = List.of(Long.toString(before.distinct()), Long.toString(before.left()));
    if (recovered.isPresent() && !recovered.get().equals(wanted)) {
      throw new IOException(
          "the saved run is damaged: of %s states and %s left TLC found %s"
              .formatted(wanted.get(0), wanted.get(1), String.join(" and ", recovered.get())));
    }
  }

  @Override
  protected void checkpoint() throws IOException {
    try {
      requireWhole();
      Point point =
          new Point(
              TLCGlobals.getNumWorkers(),
              allGenerated(),
              getDistinctStatesGenerated(),
              getStateQueueSize(),
              depth());
      awaitQueue();
      super.checkpoint();
      saved.save(pieces(), point, model);
      taken++;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** TLC writes the queue's files beside its work, and its checkpoint counts on the last one. */
  private void awaitQueue() throws IOException {
    try {
      Field writer = DiskStateQueue.class.getDeclaredField("writer");
      writer.setAccessible(true);
      ((StatePoolWriter) writer.get(theStateQueue)).ensureWritten();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("TLC keeps its queue elsewhere", e);
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  private List<Piece> pieces() throws IOException {
    Path folder = Path.of(metadir);
    Path queue = folder.resolve("queue" + CHECKPOINT);
    int first;
    int end;
    ValueInputStream in = new ValueInputStream(queue.toString());
    try {
      in.readLongNat(); // states in the queue
      first = in.readInt() - 1; // it may have been read, and is deleted by the next checkpoint
      end = in.readInt();
    } finally {
      in.close();
    }
    List<Piece> pieces = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.endsWith(CHECKPOINT)) {
          pieces.add(new Piece(file, Files.size(file)));
        } else if (name.endsWith(TRACE)) {
          Path position = folder.resolve(name.replace(TRACE, CHECKPOINT));
          if (Files.exists(position)) {
            pieces.add(new Piece(file, length(position)));
          }
        } else if (name.matches(POOL)) {
          int number = Integer.parseInt(name);
          if (first <= number && number < end) {
            pieces.add(new Piece(file, -1));
          }
        }
      }
    }
    return pieces;
  }

  private static long length(Path position) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(position))) {
      return in.readLong();
    }
  }
}
