package org.mmucheck.linux.remote;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A wire to a gdb stub that writes down the packets it carries, one a line: {@code > g} for one to
 * the stub, {@code < T05thread:p01.02;} for one from it, {@code > interrupt} where a running
 * machine is asked to stop.
 */
public final class Tap implements Wire {
  /** What stands for the one byte that is no packet. */
  public static final String INTERRUPT = "interrupt";

  private static final int INTERRUPT_BYTE = 3;

  private final Wire wire;
  private final List<String> lines = new ArrayList<>();
  private final StringBuilder arriving = new StringBuilder();
  private boolean isWithin;

  public Tap(Wire wire) {
    this.wire = wire;
  }

  /** What has been carried so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void write(byte[] bytes) {
    wire.write(bytes);
    if (bytes.length == 1 && bytes[0] == INTERRUPT_BYTE) {
      lines.add("> " + INTERRUPT);
    } else if (bytes.length > 0 && bytes[0] == '$') {
      String packet = new String(bytes, StandardCharsets.ISO_8859_1);
      lines.add("> " + packet.substring(1, packet.lastIndexOf('#')));
    }
  }

  @Override
  public int read(Duration limit) {
    int next = wire.read(limit);
    if (next == '$') {
      isWithin = true;
      arriving.setLength(0);
    } else if (next == '#' && isWithin) {
      isWithin = false;
      lines.add("< " + arriving);
    } else if (next != NOTHING && isWithin) {
      arriving.append((char) next);
    }
    return next;
  }

  @Override
  public void close() {
    wire.close();
  }
}
