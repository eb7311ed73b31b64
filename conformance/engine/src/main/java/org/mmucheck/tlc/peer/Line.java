package org.mmucheck.tlc.peer;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLSocket;

/** A worker's end of what ties it to a run. */
public final class Line implements AutoCloseable {
  private static final int SILENCE_MILLIS = 20_000;

  private final SSLSocket socket;
  private final DataInputStream in;
  private final Greeting greeting;

  private Line(SSLSocket socket, DataInputStream in, Greeting greeting) {
    this.socket = socket;
    this.in = in;
    this.greeting = greeting;
  }

  /**
   * Joins a run.
   *
   * @throws IOException if there is none at that address, or it has another key
   */
  public static Line to(RunKey key, InetSocketAddress run) throws IOException {
    SSLSocket socket = RunSockets.connect(key, run);
    try {
      socket.setSoTimeout(SILENCE_MILLIS);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      return new Line(socket, in, Greeting.readFrom(in));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** The digest of the run's TLC. */
  public String tlc() {
    return greeting.tlc();
  }

  /** Where TLC's server listens, at the run's address. */
  public int serverPort() {
    return greeting.port();
  }

  /** The address of this machine by which it reaches the run. */
  public InetAddress here() {
    return socket.getLocalAddress();
  }

  /**
   * Waits until the run is over.
   *
   * @return whether it has come to its end; else it was ended, or nothing is heard of it any more
   */
  public boolean awaitEnd() {
    try {
      int beat = in.read();
      while (beat == Gate.GOES_ON) {
        beat = in.read();
      }
      return beat == Gate.DONE;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
