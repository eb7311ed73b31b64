package org.mmucheck.tlc.bridge;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tlc2.output.MP;
import tlc2.output.MPRecorder;
import tlc2.output.Message;
import tlc2.output.OutputCollector;
import tlc2.tool.TLCStateInfo;
import util.ToolIO;

/**
 * What TLC reports, by message code and as states rather than as text; keeps its text off standard
 * output.
 */
final class Messages extends MPRecorder {
  /** A state of an error trace as TLC reports it: the code says how it belongs to the trace. */
  record Reported(int code, TLCStateInfo state, int number) {}

  private final List<Reported> states = new ArrayList<>();
  private int heard;

  /** Takes all messages of this copy of TLC from now on. */
  static Messages listen() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    ToolIO.out = nowhere;
    ToolIO.err = nowhere;
    Messages messages = new Messages();
    MP.setRecorder(messages);
    return messages;
  }

  @Override
  public synchronized void record(int code, Object... parts) {
    if (parts != null
        && parts.length == 2
        && parts[0] instanceof TLCStateInfo state
        && parts[1] instanceof Integer number) {
      states.add(new Reported(code, state, number));
    }
  }

  /** The states reported since {@link #forget}. */
  synchronized List<Reported> states() {
    return List.copyOf(states);
  }

  /** The parts of the first message with this code since {@link #forget}. */
  Optional<List<String>> first(int code) {
    return since().filter(m -> m.getMessageCode() == code).findFirst().map(Messages::parts);
  }

  /** The errors since {@link #forget}, the first one first. */
  List<Message> errors() {
    return since().filter(m -> m.getMessageClass() == MP.ERROR).toList();
  }

  /** Leaves out of all answers what was reported until now. */
  synchronized void forget() {
    states.clear();
    heard = OutputCollector.getAllMessages().size();
  }

  static List<String> parts(Message message) {
    String[] parts = message.getParameters();
    return parts == null ? List.of() : Stream.of(parts).map(String::valueOf).toList();
  }

  private Stream<Message> since() {
    return new ArrayList<>(OutputCollector.getAllMessages()).stream().skip(heard);
  }
}
