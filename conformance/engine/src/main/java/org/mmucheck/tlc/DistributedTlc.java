package org.mmucheck.tlc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Checks;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.input.InputException;
import org.mmucheck.tlc.peer.Gate;
import org.mmucheck.tlc.peer.RunKey;
import org.mmucheck.tlc.peer.ServerMain;

/**
 * TLC's server and workers, each a process of its own. The server keeps the queue and the
 * fingerprints, and hands out states; a worker computes their successors and checks them. A worker
 * that is lost gives its states back.
 *
 * <p>What happens to a run, whichever process ends: the server and the workers of this machine end
 * with this process; workers of other hosts with their lines to it; and this one ends the others
 * when the server has ended.
 *
 * <p>TLC names neither property nor steps here and its server says 0 of everything, so there is one
 * verdict only: that it has explored all, and told of no error of any kind. Where it did, somebody
 * has to look again.
 */
final class DistributedTlc {
  private static final long LOOK_MILLIS = 200;
  private static final double NANOS = 1e9;
  private static final long MEGA = 1 << 20;
  private static final int OUT_OF_MEMORY = 3; // as the JVM ends then

  private final Model model;
  private final TlcOptions options;
  private final Distribution where;
  private final ToolOutput output;
  private final CompletableFuture<Integer> serverPort = new CompletableFuture<>();
  private final List<LocalWorker> workers = new ArrayList<>();
  private @Nullable Gate gate;

  DistributedTlc(Model model, TlcOptions options, Distribution where) {
    this.model = model;
    this.options = options;
    this.where = where;
    this.output = new ToolOutput(options.progress());
  }

  /**
   * Explores the model.
   *
   * @param checks what TLC made of the configuration
   * @return the verdict if nothing is wrong; empty if a worker met something that is
   * @throws TlcException if there is no verdict
   * @throws InputException if this machine cannot listen where it should
   * @throws InterruptedException if the calling thread is interrupted; all processes have ended
   */
  Optional<TlcResult> explore(Checks checks) throws InterruptedException {
    long start = System.nanoTime();
    try (ScratchDir scratch = new ScratchDir()) {
      RunKey key = RunKey.create(scratch.path().resolve("token"));
      Path spec = scratch.path().resolve("spec");
      SpecCopy.write(model, spec);
      try (ServerSocket socket = listen(key)) {
        if (where.token() != null) {
          key.copyTo(where.token());
        }
        explore(scratch.path(), key, socket, server(key, socket, checks));
      } finally {
        if (gate != null) {
          gate.close();
        }
        if (where.token() != null) {
          Files.deleteIfExists(where.token());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run TLC's server: " + e.getMessage(), e);
    }
    if (output.isWholeSuccess()) {
      return Optional.of(success((System.nanoTime() - start) / NANOS));
    }
    if (output.errorTraceLength() > 0) {
      return Optional.empty();
    }
    throw new TlcException(Memory.EXHAUSTED, model.name() + ": TLC's server: " + output.error());
  }

  private TlcResult success(double seconds) {
    return new TlcResult(
        Result.SUCCESS,
        null,
        output.distinctStates(),
        output.generatedStates(),
        output.depth(),
        seconds,
        0,
        0,
        null);
  }

  /** What the server or a worker said of the first thing that is wrong. */
  String error() {
    return output.error();
  }

  private ServerSocket listen(RunKey key) {
    try {
      return Gate.reserve(key, where.listen());
    } catch (IOException e) {
      throw new InputException(
          "--listen " + text(where.listen()), "", "cannot listen there: " + e.getMessage());
    }
  }

  private List<String> server(RunKey key, ServerSocket gateAt, Checks checks) {
    int port = where.listen().getPort();
    List<String> program =
        new ArrayList<>(
            List.of(
                ServerMain.class.getName(),
                key.file().toString(),
                gateAt.getInetAddress().getHostAddress(),
                Integer.toString(port == 0 ? 0 : port + 1),
                "-tool",
                "-checkpoint",
                "0",
                "-fp",
                "0",
                "-config",
                model.configName()));
    if (!checks.deadlock()) {
      program.add("-deadlock"); // it takes no notice of the configuration
    }
    program.add(model.module());
    return program;
  }

  private void explore(Path scratch, RunKey key, ServerSocket socket, List<String> program)
      throws IOException, InterruptedException {
    List<String> jvm = jvm(scratch.resolve("server"));
    try (ChildProcess server =
        ChildProcess.start(
            jvm, TlcJar.path(), program, scratch.resolve("spec"), this::serverLine)) {
      while (!server.hasEnded(LOOK_MILLIS)) {
        if (gate == null && serverPort.isDone()) {
          open(scratch, key, socket, serverPort.join());
        }
        lookAfterWorkers();
        if (options.limits().isReached(output.progress())) {
          throw UnfinishedException.at(output.progress());
        }
      }
      int exitCode = server.exitCode();
      if (exitCode == OUT_OF_MEMORY) {
        throw Memory.exhausted(model.name() + ": TLC's server", output.distinctStates());
      }
      if (exitCode != 0) {
        throw new TlcException(
            Memory.EXHAUSTED,
            model.name() + ": TLC's server ended with " + exitCode + ": " + output.error());
      }
    } finally {
      workers.forEach(LocalWorker::close);
    }
  }

  private void serverLine(String line) {
    if (line.startsWith(ServerMain.LISTENS)) {
      serverPort.complete(Integer.parseInt(line.substring(ServerMain.LISTENS.length())));
    } else {
      output.line(line);
    }
  }

  private void open(Path scratch, RunKey key, ServerSocket socket, int port) throws IOException {
    InetSocketAddress at = new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
    gate = Gate.open(socket, TlcJar.sha256(), port, where.tell());
    if (where.token() != null) {
      where
          .tell()
          .accept(
              "a worker on another host joins with: mmucheck worker "
                  + text(at)
                  + " --token-file "
                  + where.token());
    }
    InetSocketAddress server = new InetSocketAddress(socket.getInetAddress(), port);
    for (int i = 1; i <= where.workers(); i++) {
      workers.add(
          LocalWorker.start(i, key, socket.getInetAddress(), server, 1, scratch.resolve("w" + i)));
    }
  }

  private void lookAfterWorkers() throws InterruptedException {
    for (LocalWorker worker : List.copyOf(workers)) {
      if (worker.hasEnded()) {
        workers.remove(worker);
        where.tell().accept(worker.farewell() + "; the others do its states");
        worker.close();
        if (workers.isEmpty() && where.token() == null) {
          throw new TlcException(
              Memory.EXHAUSTED,
              model.name() + ": all workers have ended, the last so: " + worker.farewell());
        }
      }
    }
  }

  /** Options of a JVM whose temporary files go there, with as much memory as this one has. */
  static List<String> jvm(Path temporary) throws IOException {
    Files.createDirectories(temporary);
    return List.of(
        "-XX:+UseParallelGC",
        "-Xmx" + Runtime.getRuntime().maxMemory() / MEGA + "m",
        "-XX:+ExitOnOutOfMemoryError", // TLC would go on without what it could not hold
        "-Djava.io.tmpdir=" + temporary,
        // TLC asks at which port an object listens, to name it
        "--add-exports=java.rmi/sun.rmi.server=ALL-UNNAMED",
        "--add-exports=java.rmi/sun.rmi.transport=ALL-UNNAMED");
  }

  static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
