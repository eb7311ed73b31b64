package org.mmucheck.log;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.mmucheck.itf.ItfJson;
import org.mmucheck.value.Value;

/** Writes a recording, one JSON object a line. Whoever closes the output says that it is whole. */
public final class LogWriter {
  private final Appendable out;
  private long steps;

  /**
   * Writes the first line.
   *
   * @throws IOException if the output cannot be written
   */
  public LogWriter(Appendable out, Recording.Header header) throws IOException {
    this.out = out;
    line(
        "\"mmucheck-log\": "
            + Recording.VERSION
            + ", \"module\": "
            + ItfJson.quoted(header.module())
            + ", \"model\": "
            + ItfJson.quoted(header.model())
            + ", \"by\": "
            + ItfJson.quoted(header.by())
            + ", \"observes\": "
            + header.observes().stream()
                .map(ItfJson::quoted)
                .collect(Collectors.joining(", ", "[", "]"))
            + ", \"config\": "
            + ItfJson.quoted(header.config()));
  }

  /**
   * @throws IOException if the output cannot be written
   */
  public void step(RecordedStep step) throws IOException {
    steps++;
    StringBuilder text = begun(step);
    text.append(", \"end\": ").append(step.end());
    if (!step.after().isEmpty()) {
      text.append(", \"after\": ");
      text.append(
          step.after().stream()
              .map(LogWriter::written)
              .collect(Collectors.joining(", ", "[", "]")));
    }
    line(text.toString());
  }

  /**
   * A step that had begun when the recording ended.
   *
   * @throws IOException if the output cannot be written
   */
  public void unfinished(RecordedStep step) throws IOException {
    steps++;
    line(begun(step).toString());
  }

  /**
   * Events that the recorder could not keep: no verdict is possible.
   *
   * @throws IOException if the output cannot be written
   */
  public void lost(long events) throws IOException {
    line("\"lost\": " + events);
  }

  /**
   * The last line, which says that the log is whole.
   *
   * @throws IOException if the output cannot be written
   */
  public void finish() throws IOException {
    line("\"steps\": " + steps);
  }

  private static StringBuilder begun(RecordedStep step) {
    StringBuilder text = new StringBuilder("\"task\": ").append(ItfJson.quoted(step.task()));
    text.append(", \"action\": ");
    if (step.actions().size() == 1) {
      text.append(ItfJson.quoted(step.actions().get(0)));
    } else {
      text.append(
          step.actions().stream().map(ItfJson::quoted).collect(Collectors.joining(", ", "[", "]")));
    }
    if (!step.args().isEmpty()) {
      text.append(", \"args\": {");
      text.append(
          step.args().entrySet().stream().map(LogWriter::arg).collect(Collectors.joining(", ")));
      text.append('}');
    }
    return text.append(", \"begin\": ").append(step.begin());
  }

  private static String arg(Map.Entry<String, Value> arg) {
    return ItfJson.quoted(arg.getKey()) + ": " + ItfJson.text(arg.getValue());
  }

  private static String written(RecordedStep.Written written) {
    String at =
        written.at().isEmpty()
            ? ""
            : written.at().stream()
                .map(ItfJson::text)
                .collect(Collectors.joining(", ", ", \"at\": [", "]"));
    return "{\"of\": "
        + ItfJson.quoted(written.of())
        + at
        + ", \"is\": "
        + ItfJson.text(written.is())
        + "}";
  }

  private void line(String fields) throws IOException {
    out.append('{').append(fields).append("}\n");
  }
}
