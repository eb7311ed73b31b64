package org.mmucheck.reading;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;
import org.mmucheck.itf.TlcJsonTraces;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.tlc.TlcSpec;
import org.mmucheck.tlc.TlcText;
import org.mmucheck.tlc.TlcTla;
import org.mmucheck.trace.Trace;

/**
 * A trace in whatever form: ITF of ours, of Apalache and of Quint, TLC's {@code -dumpTrace json}
 * and {@code tla}, and what TLC prints in a terminal. Those of other tools may lack the actions'
 * names and have values whose kind only the spec tells; {@link #of} asks it.
 */
public final class AnyTrace {
  private static final String FORMS =
      "is no trace; a trace is ITF (*.itf.json), what TLC writes with -dumpTrace json or tla, or"
          + " what it prints when it finds an error";

  private final String file;
  private final String text;
  private final TraceForm form;
  private @Nullable Trace exact;

  private AnyTrace(String file, String text, TraceForm form) {
    this.file = file;
    this.text = text;
    this.form = form;
  }

  /**
   * Reads a file and tells its form.
   *
   * @throws InputException if the file is missing, unreadable or too large, or is no trace
   */
  public static AnyTrace read(Path file) {
    return of(file.toString(), TraceFiles.text(file));
  }

  /**
   * As {@link #read}, of what a stream gives until its end.
   *
   * @param file what messages call it
   */
  public static AnyTrace read(String file, InputStream in) {
    return of(file, TraceFiles.text(file, in));
  }

  /**
   * As {@link #read}, of a text.
   *
   * @param file where it comes from, for messages
   * @throws InputException if it is no trace
   */
  public static AnyTrace of(String file, String text) {
    TraceForm form = TraceForm.of(text);
    if (form != TraceForm.UNKNOWN) {
      return new AnyTrace(file, text, form);
    }
    if (text.isBlank()) {
      throw new InputException(file, "", "is empty");
    }
    if (TlcText.isOutput(text)) {
      throw new InputException(file, "", "TLC prints no error trace here");
    }
    throw new InputException(file, "", FORMS);
  }

  public TraceForm form() {
    return form;
  }

  /**
   * What the file says of where it comes from; what it does not say is empty.
   *
   * @throws InputException if the file is malformed
   */
  public Trace.Meta meta() {
    return form == TraceForm.TLC_JSON ? NOTHING : exact().meta();
  }

  /**
   * The trace for people to read: a value that nobody can compute with is its text, a step without
   * a name has no action.
   *
   * @throws InputException if the file is malformed
   */
  public Trace forReaders() {
    return switch (form) {
      case TLC_JSON -> {
        TlcJsonTraces json = TlcJsonTraces.parse(file, text);
        yield closed(json.forReaders(), json.closing());
      }
      case TLC_TEXT, TLC_TLA -> exact();
      default -> {
        Trace trace = ownOf(TraceFiles.parseForReaders(file, text));
        yield isOurs(trace) ? trace : closed(trace, null);
      }
    };
  }

  /**
   * The trace with an action of the spec for each step. Where the file does not name it, it is the
   * one action instance that leads from state to state.
   *
   * @param model what messages call the spec
   * @throws InputException if the file is malformed, or no action, or several, lead to a state
   */
  public Trace of(TlcSpec spec, String model) {
    return new Follower(file, spec, model).follow(told());
  }

  /** Whether every step names its action as we name it, so that no spec is needed. */
  public boolean isComplete() {
    return form == TraceForm.ITF && isOurs(exact());
  }

  /**
   * A trace that {@link #isComplete is complete}, as it stands in the file.
   *
   * @throws InputException if the file is malformed
   */
  public Trace asItIs() {
    return exact();
  }

  private static boolean isOurs(Trace trace) {
    return !trace.meta().model().isEmpty()
        && trace.steps().stream().skip(1).allMatch(step -> step.action() != null);
  }

  /** Of a form whose values are exact. */
  private Trace exact() {
    Trace read = exact;
    if (read == null) {
      read =
          switch (form) {
            case ITF -> ownOf(TraceFiles.parse(file, text));
            case TLC_TLA -> TlcTla.read(file, text);
            default -> TlcText.read(file, text);
          };
      exact = read;
    }
    return read;
  }

  /** A description of another tool's says who wrote the file, not what to watch for. */
  private static Trace ownOf(Trace read) {
    Trace trace = ToolVariables.removed(read);
    Trace.Meta meta = trace.meta();
    if (!meta.model().isEmpty() || meta.description().isEmpty()) {
      return trace;
    }
    return new Trace(
        new Trace.Meta(
            "", meta.module(), meta.property(), meta.moduleSha256(), meta.configSha256(), ""),
        trace.vars(),
        trace.steps(),
        trace.loop());
  }

  private Told told() {
    if (form == TraceForm.TLC_JSON) {
      TlcJsonTraces json = TlcJsonTraces.parse(file, text);
      List<Told.Step> steps = new ArrayList<>();
      for (int i = 0; i < json.size(); i++) {
        int index = i;
        steps.add(
            new Told.Step(json.position(i), json.label(i), state -> json.shows(index, state)));
      }
      return new Told(NOTHING, json.vars(), steps, json.loop(), json.closing());
    }
    Trace trace = exact();
    List<Told.Step> steps = new ArrayList<>();
    for (int i = 0; i < trace.steps().size(); i++) {
      State told = trace.steps().get(i).state();
      String position = form == TraceForm.ITF ? "states[" + i + "]" : "state " + (i + 1);
      steps.add(
          new Told.Step(position, trace.steps().get(i).action(), state -> isSame(told, state)));
    }
    return new Told(trace.meta(), trace.vars(), steps, trace.loop(), null);
  }

  /** Tools write one value as a record or a function, a sequence or a tuple: the hash sees one. */
  private static boolean isSame(State told, State state) {
    return told.inOrder(state.vars()).contentHash() == state.contentHash();
  }

  /** A cycle ends with a copy of its first state, so that the trace shows the step to it. */
  static Trace closed(Trace trace, @Nullable ActionInstance closing) {
    int last = trace.steps().size() - 1;
    if (trace.loop().isEmpty() || trace.loop().getAsInt() == last) {
      return trace;
    }
    int loop = trace.loop().getAsInt();
    State first = trace.steps().get(loop).state();
    if (loop > 0 && trace.steps().get(loop - 1).state().equals(trace.steps().get(last).state())) {
      return trace;
    }
    List<Trace.Step> steps = new ArrayList<>(trace.steps());
    steps.add(new Trace.Step(closing, first));
    return new Trace(trace.meta(), trace.vars(), steps, OptionalInt.of(loop + 1));
  }

  private static final Trace.Meta NOTHING = new Trace.Meta("", "", "", "", "", "");
}
