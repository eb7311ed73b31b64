package org.mmucheck.linux.remote;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** QEMU's monitor (QEMU Machine Protocol): snapshots, and memory into files. */
public final class Monitor implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final JsonMapper JSON = new JsonMapper();

  private final Wire wire;

  /** The monitor at the other end of {@code wire}. */
  public Monitor(Wire wire) {
    this.wire = wire;
    if (!line().has("QMP")) {
      throw new RemoteException("no greeting of QEMU's monitor");
    }
    execute("qmp_capabilities", JSON.createObjectNode());
  }

  /** Saves the machine, which stands still, in its disk. */
  public void save(String snapshot) {
    human("savevm " + snapshot);
  }

  /** Puts the machine, which stands still, back to where it was saved. */
  public void load(String snapshot) {
    human("loadvm " + snapshot);
  }

  /** Writes memory, as CPU {@code cpu} sees it, to a file. */
  public void dump(int cpu, long address, long length, Path file) {
    ObjectNode arguments = JSON.createObjectNode();
    arguments.put("val", address).put("size", length).put("filename", file.toString());
    arguments.put("cpu-index", cpu);
    execute("memsave", arguments);
  }

  /** Ends the machine. */
  public void quit() {
    execute("quit", JSON.createObjectNode());
  }

  private void human(String command) {
    ObjectNode arguments = JSON.createObjectNode().put("command-line", command);
    String answer = execute("human-monitor-command", arguments).asString("").strip();
    if (!answer.isEmpty()) {
      throw new RemoteException("QEMU answers '%s' to %s".formatted(answer, command));
    }
  }

  private JsonNode execute(String command, ObjectNode arguments) {
    ObjectNode request = JSON.createObjectNode().put("execute", command);
    request.set("arguments", arguments);
    wire.write((request + "\n").getBytes(StandardCharsets.UTF_8));
    while (true) {
      JsonNode answer = line();
      if (answer.has("return")) {
        return answer.get("return");
      }
      if (answer.has("error")) {
        throw new RemoteException(
            "QEMU refuses %s: %s".formatted(command, answer.path("error").path("desc").asString()));
      }
    }
  }

  private JsonNode line() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int next = wire.read(PATIENCE); next != '\n'; next = wire.read(PATIENCE)) {
      if (next == Wire.NOTHING) {
        throw new RemoteException("QEMU's monitor does not answer");
      }
      text.write(next);
    }
    try {
      return JSON.readTree(text.toString(StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      throw new RemoteException("QEMU's monitor says what is no JSON: " + text, e);
    }
  }

  @Override
  public void close() {
    wire.close();
  }
}
