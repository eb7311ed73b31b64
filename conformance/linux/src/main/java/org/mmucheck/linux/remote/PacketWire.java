package org.mmucheck.linux.remote;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Packets of gdb's remote serial protocol: {@code $data#checksum}, each acknowledged by {@code +}
 * (gdb's manual, appendix "GDB Remote Serial Protocol", Overview).
 */
final class PacketWire {
  private static final int ESCAPE = '}';
  private static final int ESCAPED = 0x20;
  private static final int INTERRUPT = 3;
  private static final int HEX = 16;

  private final Wire wire;

  PacketWire(Wire wire) {
    this.wire = wire;
  }

  /** Sends a packet. */
  void send(String data) {
    byte[] bytes = data.getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write('$');
    packet.writeBytes(bytes);
    packet.writeBytes("#%02x".formatted(sum(bytes)).getBytes(StandardCharsets.US_ASCII));
    wire.write(packet.toByteArray());
  }

  /** Asks a running machine to stop; it answers with a packet. */
  void interrupt() {
    wire.write(new byte[] {INTERRUPT});
  }

  /**
   * Waits for the next packet, and acknowledges it.
   *
   * @return its data; empty if none has begun in that time
   * @throws RemoteException if one breaks off, or its checksum is wrong
   */
  Optional<String> receive(Duration limit) {
    Instant end = Instant.now().plus(limit);
    int next = wire.read(limit);
    while (next != '$') {
      if (next == Wire.NOTHING) {
        return Optional.empty();
      }
      if (next == '-') {
        throw new RemoteException("the stub has not understood a packet");
      }
      Duration left = Duration.between(Instant.now(), end);
      next = wire.read(left.isNegative() ? Duration.ZERO : left);
    }
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    for (next = within(); next != '#'; next = within()) {
      raw.write(next);
    }
    int expected = Character.digit(within(), HEX) * HEX + Character.digit(within(), HEX);
    if (expected != sum(raw.toByteArray())) {
      throw new RemoteException("a packet of the stub's has a wrong checksum");
    }
    wire.write(new byte[] {'+'});
    return Optional.of(unescape(raw.toByteArray()));
  }

  /** A byte inside of a packet. */
  private int within() {
    int next = wire.read(GdbStub.PATIENCE);
    if (next == Wire.NOTHING) {
      throw new RemoteException("a packet of the stub's breaks off");
    }
    return next;
  }

  private static int sum(byte[] data) {
    int sum = 0;
    for (byte b : data) {
      sum += b;
    }
    return sum & 0xff;
  }

  private static String unescape(byte[] raw) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (int i = 0; i < raw.length; i++) {
      boolean escaped = raw[i] == ESCAPE && i + 1 < raw.length;
      data.write(escaped ? raw[++i] ^ ESCAPED : raw[i]);
    }
    return data.toString(StandardCharsets.ISO_8859_1);
  }
}
