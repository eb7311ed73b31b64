package org.mmucheck.linux.remote;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The other end of a wire, which expects packets in an order and answers each as it is told. */
public final class ScriptedStub implements Wire {
  /** Sent when a machine is asked to stop: no packet, one byte. */
  public static final String INTERRUPT = "\u0003";

  private record Exchange(String expected, List<String> answers) {}

  private final Deque<Exchange> script = new ArrayDeque<>();
  private final Deque<Integer> outgoing = new ArrayDeque<>();
  private final List<String> unexpected = new ArrayList<>();
  private String incoming = "";

  /** The exchanges with which each connection begins. */
  public static ScriptedStub greeted() {
    return new ScriptedStub()
        .on("qSupported:multiprocess+;swbreak+;hwbreak+;vContSupported+", "multiprocess+")
        .on("vCont?", "vCont;c;C;s;S");
  }

  /**
   * The next packet that must come.
   *
   * @param answers packets to send then; none to stay silent
   */
  public ScriptedStub on(String expected, String... answers) {
    script.add(new Exchange(expected, List.of(answers)));
    return this;
  }

  /** Has the other side read bytes that are no packet of the script. */
  ScriptedStub raw(String bytes) {
    send(bytes);
    return this;
  }

  public boolean isDone() {
    return script.isEmpty() && unexpected.isEmpty();
  }

  public List<String> unexpected() {
    return unexpected;
  }

  @Override
  public void write(byte[] bytes) {
    incoming += new String(bytes, StandardCharsets.ISO_8859_1);
    while (!incoming.isEmpty()) {
      if (incoming.startsWith("+")) {
        incoming = incoming.substring(1);
      } else if (incoming.startsWith(INTERRUPT)) {
        incoming = incoming.substring(1);
        meet(INTERRUPT);
      } else {
        int hash = incoming.indexOf('#');
        if (hash < 0) {
          return;
        }
        String data = incoming.substring(1, hash);
        String checksum = incoming.substring(hash + 1, hash + 3);
        incoming = incoming.substring(hash + 3);
        send("+");
        meet(checksum.equals(sum(data)) ? data : "wrong checksum of " + data);
      }
    }
  }

  private void meet(String data) {
    Exchange next = script.poll();
    if (next == null || !next.expected.equals(data)) {
      unexpected.add(data + " in place of " + (next == null ? "nothing" : next.expected));
      return;
    }
    next.answers.forEach(answer -> send("$" + answer + "#" + sum(answer)));
  }

  private void send(String text) {
    text.chars().forEach(outgoing::add);
  }

  static String sum(String data) {
    return "%02x".formatted(data.chars().sum() & 0xff);
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
