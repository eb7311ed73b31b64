package org.mmucheck.tlc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;
import org.mmucheck.tlc.peer.Line;
import org.mmucheck.tlc.peer.RunKey;

/** A distributed run on another host that this one works for. */
public final class JoinedRun {
  private static final long LOOK_MILLIS = 200;

  private JoinedRun() {}

  /**
   * Works for a run until it is over.
   *
   * @param run where it lets workers in
   * @param token a copy of the run's token
   * @param threads of the worker
   * @param listen the address of this machine at which the run's server reaches it; null for the
   *     one by which it reaches the run
   * @return whether the run has come to its end; else it was ended, or nothing is heard of it
   * @throws InputException if there is no such run, or not with this token
   * @throws TlcException if the worker does not work
   * @throws InterruptedException if the thread is interrupted; the worker has ended then
   */
  public static boolean work(
      InetSocketAddress run, Path token, int threads, @Nullable InetAddress listen)
      throws InterruptedException {
    RunKey key = RunKey.read(token);
    try (ScratchDir scratch = new ScratchDir();
        Line line = join(key, run)) {
      InetSocketAddress server = new InetSocketAddress(run.getAddress(), line.serverPort());
      InetAddress here = listen == null ? line.here() : listen;
      try (LocalWorker worker =
          LocalWorker.start(1, key, here, server, threads, scratch.path().resolve("worker"))) {
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("line").start(() -> end.complete(line.awaitEnd()));
        while (!end.isDone()) {
          if (worker.hasEnded()) {
            throw new TlcException(Memory.EXHAUSTED, "the " + worker.farewell());
          }
          Thread.sleep(LOOK_MILLIS);
        }
        return end.join();
      }
    } catch (IOException e) {
      throw wrong(run, e.toString());
    }
  }

  private static Line join(RunKey key, InetSocketAddress run) throws IOException {
    Line line;
    try {
      line = Line.to(key, run);
    } catch (IOException e) {
      throw wrong(run, "no run lets this worker in, with the token in " + key.file() + ": " + e);
    }
    if (!line.tlc().equals(TlcJar.sha256())) {
      line.close();
      throw wrong(run, "that run has another TLC, so states would have other fingerprints");
    }
    return line;
  }

  private static InputException wrong(InetSocketAddress run, String why) {
    return new InputException(DistributedTlc.text(run), "", why);
  }
}
