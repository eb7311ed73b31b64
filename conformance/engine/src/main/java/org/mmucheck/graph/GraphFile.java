package org.mmucheck.graph;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.mmucheck.file.AtomicFile;
import org.mmucheck.spec.ActionInstance;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A state graph as a file that ten lines of any language read ({@code tools/read_graph.py}).
 *
 * <p>The first line is JSON: {@code format} ({@value #FORMAT}), {@code model}, {@code states},
 * {@code transitions}, {@code initialStates}, {@code actions} (their names with arguments, sorted)
 * and {@code digest}. Right after its line feed follow four arrays of unsigned little-endian
 * numbers:
 *
 * <ol>
 *   <li>{@code first}, 4 bytes each, one more than there are states: the transitions out of state
 *       {@code s} are those from {@code first[s]} to {@code first[s + 1] - 1};
 *   <li>{@code target}, 4 bytes for each transition: the state that it leads to;
 *   <li>{@code label}, 2 bytes for each transition: its index in {@code actions};
 *   <li>{@code hash}, 8 bytes for each state: its {@link org.mmucheck.value.ContentHash}.
 * </ol>
 *
 * <p>States are numbered from 0 in the order in which a breadth-first search meets them; the first
 * {@code initialStates} are the initial ones.
 */
public final class GraphFile {
  /** The format's name and version. */
  public static final String FORMAT = "mmucheck-graph-1";

  private static final int BUFFER = 1 << 20;

  private final CapturedGraph graph;
  private final OutputStream out;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  private long written;

  private GraphFile(CapturedGraph graph, OutputStream out) {
    this.graph = graph;
    this.out = out;
  }

  /**
   * Writes the graph so that the file holds either its old content or the whole new one.
   *
   * @param model the model's name
   * @param digest {@link CapturedGraph#digest}
   * @return how many bytes it has, which the size of a pipe does not tell
   * @throws UncheckedIOException if the file cannot be written
   */
  public static long write(CapturedGraph graph, String model, String digest, Path file) {
    long[] bytes = new long[1];
    try {
      AtomicFile.write(
          file,
          out -> {
            GraphFile content = new GraphFile(graph, out);
            content.write(model, digest);
            bytes[0] = content.written;
          });
      return bytes[0];
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(file + ": cannot be written: " + e.getMessage(), e));
    }
  }

  private void write(String model, String digest) throws IOException {
    JsonMapper json = JsonMapper.builder().build();
    ObjectNode header = json.createObjectNode();
    header.put("format", FORMAT);
    header.put("model", model);
    header.put("states", graph.size());
    header.put("transitions", graph.transitions());
    header.put("initialStates", graph.initialStates());
    ArrayNode actions = header.putArray("actions");
    for (ActionInstance action : graph.actions()) {
      actions.add(action.toString());
    }
    header.put("digest", digest);
    byte[] line = (json.writeValueAsString(header) + "\n").getBytes(StandardCharsets.UTF_8);
    out.write(line);
    written = line.length;
    for (int state = 0; state <= graph.size(); state++) {
      room(Integer.BYTES).putInt(graph.firstTransition(state));
    }
    for (int t = 0; t < graph.transitions(); t++) {
      room(Integer.BYTES).putInt(graph.target(t));
    }
    for (int t = 0; t < graph.transitions(); t++) {
      room(Character.BYTES).putChar((char) graph.label(t));
    }
    for (int state = 0; state < graph.size(); state++) {
      room(Long.BYTES).putLong(graph.contentHash(state));
    }
    flush();
  }

  private ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  private void flush() throws IOException {
    out.write(buffer.array(), 0, buffer.position());
    written += buffer.position();
    buffer.clear();
  }
}
