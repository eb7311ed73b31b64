package org.mmucheck.tlc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.mmucheck.tlc.peer.RunKey;
import org.mmucheck.tlc.peer.WorkerMain;

/** A worker process of this machine. */
final class LocalWorker implements AutoCloseable {
  private final String name;
  private final ChildProcess process;
  private final LastWords lastWords;

  private LocalWorker(String name, ChildProcess process, LastWords lastWords) {
    this.name = name;
    this.process = process;
    this.lastWords = lastWords;
  }

  /**
   * Starts one.
   *
   * @param number to tell it from others
   * @param address where it listens
   * @param server where TLC's server does
   * @param folder for its temporary files
   */
  static LocalWorker start(
      int number,
      RunKey key,
      InetAddress address,
      InetSocketAddress server,
      int threads,
      Path folder)
      throws IOException {
    LastWords lastWords = new LastWords();
    List<String> program =
        List.of(
            WorkerMain.class.getName(),
            key.file().toAbsolutePath().toString(),
            address.getHostAddress(),
            server.getAddress().getHostAddress(),
            Integer.toString(server.getPort()),
            Integer.toString(threads));
    List<String> jvm = DistributedTlc.jvm(folder);
    return new LocalWorker(
        "worker " + number,
        ChildProcess.start(jvm, TlcJar.path(), program, folder, lastWords::line),
        lastWords);
  }

  boolean hasEnded() throws InterruptedException {
    return process.hasEnded(0);
  }

  /** How it ended. */
  String farewell() throws InterruptedException {
    int exitCode = process.exitCode();
    return name + " ended with " + exitCode + lastWords.text();
  }

  @Override
  public void close() {
    process.close();
  }

  /** The last line that it printed. */
  private static final class LastWords {
    private String last = "";

    synchronized void line(String line) {
      last = line.isBlank() ? last : line.strip();
    }

    synchronized String text() {
      return last.isEmpty() ? "" : ": " + last;
    }
  }
}
