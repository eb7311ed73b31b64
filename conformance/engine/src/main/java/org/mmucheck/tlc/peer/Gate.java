package org.mmucheck.tlc.peer;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;

/**
 * Where workers from other hosts come in, and the line that ties each of them to the run: while it
 * lives, the run lives. However this process ends, the system closes its end of all lines; where
 * not even the system is left to do that, the beats stop.
 *
 * <p>Concurrency: one thread accepts, and each line has a thread that alone writes to it. They
 * share the set of lines that are held, and {@code over}, whose count goes to zero once; a thread
 * that holds a line waits for it between two beats, so it says farewell as soon as the gate closes.
 */
public final class Gate implements AutoCloseable {
  /** Each beat but the last. */
  static final int GOES_ON = 1;

  /** The last one: the run has come to its end. */
  static final int DONE = 0;

  private static final long BEAT_MILLIS = 1000;
  private static final long FAREWELL_MILLIS = 5000;

  private final ServerSocket socket;
  private final Greeting greeting;
  private final Consumer<String> tell;
  private final Set<Thread> held = ConcurrentHashMap.newKeySet();
  private final CountDownLatch over = new CountDownLatch(1);

  private Gate(ServerSocket socket, Greeting greeting, Consumer<String> tell) {
    this.socket = socket;
    this.greeting = greeting;
    this.tell = tell;
  }

  /**
   * A place for a gate, at which nobody is let in yet.
   *
   * @throws IOException if this machine has no such address, or the port is taken
   */
  public static ServerSocket reserve(RunKey key, InetSocketAddress at) throws IOException {
    return RunSockets.listen(key, at);
  }

  /**
   * Lets workers in.
   *
   * @param tlc the digest of the run's TLC
   * @param port of TLC's server, at the same address
   * @param tell told who comes and goes; by several threads
   */
  public static Gate open(ServerSocket socket, String tlc, int port, Consumer<String> tell) {
    Gate gate = new Gate(socket, new Greeting(tlc, port), tell);
    Thread.ofPlatform().daemon().name("gate").start(gate::accept);
    return gate;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        SSLSocket line = (SSLSocket) socket.accept();
        Thread.ofPlatform().daemon().name("line").start(() -> receive(line));
      } catch (IOException e) {
        // the gate closes, or who knocked is gone
      }
    }
  }

  private void receive(SSLSocket line) {
    String who = line.getInetAddress().getHostAddress();
    try (line) {
      try {
        RunSockets.shakeHands(line);
      } catch (IOException e) {
        tell.accept("sent away who has not this run's token, at " + who);
        return;
      }
      held.add(Thread.currentThread());
      hold(line, who);
    } catch (IOException e) {
      tell.accept("the worker at " + who + " is gone; the others do its states");
    } catch (InterruptedException e) {
      // nobody does that; the line closes
    } finally {
      held.remove(Thread.currentThread());
    }
  }

  private void hold(Socket line, String who) throws IOException, InterruptedException {
    DataOutputStream out = new DataOutputStream(line.getOutputStream());
    greeting.writeTo(out);
    tell.accept("a worker at " + who + " joins");
    while (!over.await(BEAT_MILLIS, TimeUnit.MILLISECONDS)) {
      out.write(GOES_ON);
      out.flush();
    }
    out.write(DONE);
    out.flush();
  }

  /** Tells the workers that the run has come to its end. */
  @Override
  public void close() {
    over.countDown();
    try {
      socket.close();
      for (Thread line : held) {
        line.join(FAREWELL_MILLIS);
      }
    } catch (IOException e) {
      // it is closed as far as it can be
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // then the system closes the lines
    }
  }
}
