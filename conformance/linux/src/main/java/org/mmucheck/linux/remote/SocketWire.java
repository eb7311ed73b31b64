package org.mmucheck.linux.remote;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A Unix socket to the machine. Waiting is a selector's: bounded, and nothing spins. */
public final class SocketWire implements Wire {
  private static final int ROOM = 1 << 16;

  private final SocketChannel channel;
  private final Selector selector;
  private final ByteBuffer arrived = ByteBuffer.allocate(ROOM).flip();

  private SocketWire(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.selector = Selector.open();
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ);
  }

  /** A socket that the machine will connect to. */
  public static final class Listener implements AutoCloseable {
    private final Path path;
    private final ServerSocketChannel server;

    /**
     * @param path of the socket; at most about 100 bytes long, as the operating system wants it
     * @throws RemoteException if it cannot be made
     */
    public Listener(Path path) {
      this.path = path;
      try {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        server.configureBlocking(false);
      } catch (IOException e) {
        throw new RemoteException("cannot listen at " + path + ": " + e.getMessage(), e);
      }
    }

    /** Waits for the machine; empty if it does not come in that time. */
    public Optional<Wire> accept(Duration limit) {
      try (Selector selector = Selector.open()) {
        server.register(selector, SelectionKey.OP_ACCEPT);
        selector.select(limit.toMillis());
        SocketChannel channel = server.accept();
        return channel == null ? Optional.empty() : Optional.of(new SocketWire(channel));
      } catch (IOException e) {
        throw new RemoteException("cannot accept at " + path + ": " + e.getMessage(), e);
      }
    }

    @Override
    public void close() {
      try {
        server.close();
      } catch (IOException e) {
        throw new RemoteException("cannot close " + path, e);
      }
    }
  }

  @Override
  public void write(byte[] bytes) {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    try {
      while (left.hasRemaining()) {
        if (channel.write(left) == 0) {
          awaitRoom();
        }
      }
    } catch (IOException e) {
      throw new RemoteException("the machine is gone", e);
    }
  }

  private void awaitRoom() throws IOException {
    try (Selector room = Selector.open()) {
      channel.register(room, SelectionKey.OP_WRITE);
      room.select();
    }
  }

  @Override
  public int read(Duration limit) {
    try {
      if (!arrived.hasRemaining()) {
        long millis = limit.toMillis();
        int ready = millis > 0 ? selector.select(millis) : selector.selectNow();
        selector.selectedKeys().clear();
        if (ready == 0) {
          return NOTHING;
        }
        arrived.clear();
        int count = channel.read(arrived);
        arrived.flip();
        if (count < 0) {
          throw new RemoteException("the machine is gone");
        }
        if (count == 0) {
          return NOTHING;
        }
      }
      return Byte.toUnsignedInt(arrived.get());
    } catch (IOException e) {
      throw new RemoteException("the machine is gone", e);
    }
  }

  @Override
  public void close() {
    try (SocketChannel socket = channel;
        Selector closing = selector) {
      // both, in whatever state they are
    } catch (IOException e) {
      throw new RemoteException("cannot close the connection", e);
    }
  }
}
