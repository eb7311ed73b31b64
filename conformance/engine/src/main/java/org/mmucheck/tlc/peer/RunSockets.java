package org.mmucheck.tlc.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.server.RMISocketFactory;
import java.util.function.IntConsumer;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * All sockets of a process of a distributed run: TLS in which both sides prove that they have the
 * run's key, listening at the address that the user has named and at no other. Once installed, RMI
 * opens none but these: TLC asks for no sockets of its own kind, for none of its objects.
 */
public final class RunSockets extends RMISocketFactory {
  private static final String[] PROTOCOLS = {"TLSv1.3"};
  private static final int BACKLOG = 50;
  private static final int PATIENCE_MILLIS = 10_000;

  private final RunKey key;
  private final InetAddress address;
  private final int port;
  private final IntConsumer listening;

  /**
   * @param address where to listen
   * @param port for the objects that may have any; 0 for any
   * @param listening told of each port that is listened at
   */
  RunSockets(RunKey key, InetAddress address, int port, IntConsumer listening) {
    this.key = key;
    this.address = address;
    this.port = port;
    this.listening = listening;
  }

  /**
   * Has all of this process's RMI use them.
   *
   * @throws IOException if it has chosen others
   */
  void install() throws IOException {
    System.setProperty("java.rmi.server.hostname", address.getHostAddress());
    // Who connects and says nothing does not hold a thread for hours.
    System.setProperty("sun.rmi.transport.tcp.readTimeout", Integer.toString(6 * PATIENCE_MILLIS));
    RMISocketFactory.setSocketFactory(this);
  }

  @Override
  public ServerSocket createServerSocket(int wanted) throws IOException {
    ServerSocket socket = listen(key, new InetSocketAddress(address, wanted == 0 ? port : wanted));
    listening.accept(socket.getLocalPort());
    return socket;
  }

  @Override
  public Socket createSocket(String host, int at) throws IOException {
    return connect(key, new InetSocketAddress(host, at));
  }

  static ServerSocket listen(RunKey key, InetSocketAddress at) throws IOException {
    SSLServerSocket socket =
        (SSLServerSocket)
            key.context()
                .getServerSocketFactory()
                .createServerSocket(at.getPort(), BACKLOG, at.getAddress());
    socket.setNeedClientAuth(true);
    socket.setEnabledProtocols(PROTOCOLS);
    return socket;
  }

  /** Connects, and knows by then that the other side has the key. */
  static SSLSocket connect(RunKey key, InetSocketAddress to) throws IOException {
    SSLSocket socket = (SSLSocket) key.context().getSocketFactory().createSocket();
    try {
      socket.setEnabledProtocols(PROTOCOLS);
      socket.connect(to, PATIENCE_MILLIS);
      shakeHands(socket);
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Has both sides prove who they are, in bounded time. */
  static void shakeHands(SSLSocket socket) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.startHandshake();
    socket.setSoTimeout(0);
  }
}
