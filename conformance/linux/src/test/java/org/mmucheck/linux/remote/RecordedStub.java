package org.mmucheck.linux.remote;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The other end of a wire, which answers as a gdb stub once did. What lets the machine run or
 * changes it must come in the order in which it came then. What only reads may come in any order
 * and as often as one likes while the machine stands still.
 */
public final class RecordedStub implements Wire {
  /** What was said between two packets that change the machine, the first of them included. */
  private record Moment(String packet, List<String> answers, Map<String, String> reads) {}

  private final Deque<Moment> moments = new ArrayDeque<>();
  private final Deque<Integer> outgoing = new ArrayDeque<>();
  private final Set<String> changed = new HashSet<>(); // packets whose answers differ
  private final Set<String> asked = new LinkedHashSet<>(); // memory, since the machine stands
  private Map<String, String> reads = Map.of();
  private String cpu = "";

  /**
   * @param lines as {@link Tap} writes them
   */
  public RecordedStub(List<String> lines) {
    String reader = "";
    String read = "";
    Moment now = new Moment("", new ArrayList<>(), new HashMap<>());
    for (String line : lines) {
      String packet = line.substring(2);
      if (line.startsWith("< ")) {
        if (read.isEmpty()) {
          now.answers.add(packet);
        } else {
          now.reads.put(read, packet);
          read = "";
        }
      } else if (packet.startsWith("Hg")) {
        reader = packet.substring(2);
        read = packet;
      } else if (isRead(packet)) {
        read = reader + " " + packet;
      } else {
        now = new Moment(packet, new ArrayList<>(), new HashMap<>());
        moments.add(now);
      }
    }
  }

  private static boolean isRead(String packet) {
    return packet.equals("g") || packet.startsWith("m");
  }

  /** The packets that have read memory since the machine stands still. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /**
   * From now on what a packet reads differs by one bit from what it was: the lowest of a page
   * frame's number in an entry, which in a number is 4096, and in a single byte 1.
   */
  public void change(String packet) {
    changed.add(packet);
  }

  /** How many packets that change the machine are still to come. */
  public int left() {
    return moments.size();
  }

  @Override
  public void write(byte[] bytes) {
    if (bytes[0] == '+') {
      return;
    }
    if (bytes[0] != '$') {
      meet(Tap.INTERRUPT);
      return;
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String packet = text.substring(1, text.lastIndexOf('#'));
    send("+");
    if (packet.startsWith("Hg")) {
      cpu = packet.substring(2);
      answer("OK");
    } else if (isRead(packet)) {
      String known = reads.get(cpu + " " + packet);
      if (known == null) {
        throw new RemoteException("nobody read " + packet + " of " + cpu + " then");
      }
      if (packet.startsWith("m")) {
        asked.add(packet);
      }
      answer(changed.contains(packet) ? flipped(known) : known);
    } else {
      meet(packet);
    }
  }

  private static String flipped(String hex) {
    int at = hex.length() == 2 ? 1 : 2;
    int digit = Character.digit(hex.charAt(at), 16) ^ 1;
    return hex.substring(0, at) + Integer.toHexString(digit) + hex.substring(at + 1);
  }

  private void meet(String packet) {
    Moment next = moments.poll();
    if (next == null || !next.packet.equals(packet)) {
      throw new RemoteException(
          packet + " in place of " + (next == null ? "nothing" : next.packet));
    }
    reads = next.reads;
    asked.clear();
    next.answers.forEach(this::answer);
  }

  private void answer(String data) {
    send("$" + data + "#" + ScriptedStub.sum(data));
  }

  private void send(String text) {
    text.chars().forEach(outgoing::add);
  }

  /** Nobody has to wait: what does not come at once does not come at all. */
  @Override
  public int read(Duration limit) {
    Integer next = outgoing.poll();
    return next == null ? NOTHING : next;
  }

  @Override
  public void close() {}
}
