package org.mmucheck.compiled;

import java.util.ArrayList;
import java.util.List;
import org.mmucheck.catalog.Model;
import org.mmucheck.compiled.build.Program;
import org.mmucheck.compiled.build.SpecBuilder;
import org.mmucheck.compiled.build.UnsupportedException;
import org.mmucheck.compiled.code.MachineFactory;
import org.mmucheck.compiled.explore.Explorer;
import org.mmucheck.compiled.explore.Found;
import org.mmucheck.spec.State;
import org.mmucheck.tlc.TlcSession;
import org.mmucheck.tlc.TlcSessions;
import org.mmucheck.tlc.syntax.SpecTree;

/** A model, compiled. */
public final class CompiledModel {
  private final Program program;
  private final MachineFactory factory;

  private CompiledModel(Program program) {
    this.program = program;
    this.factory = new MachineFactory(program);
  }

  /**
   * Compiles a model. TLA+'s own parser reads it.
   *
   * @throws UnsupportedException if it uses what the compiled engine does not know
   * @throws org.mmucheck.compiled.value.EvaluationException if an assumption does not hold
   * @throws org.mmucheck.tlc.TlcException if the module or the configuration is wrong
   */
  public static CompiledModel of(Model model) {
    try (TlcSession session = TlcSessions.open(model)) {
      return of(session.tree());
    }
  }

  /** Compiles what TLA+'s own parser has read. */
  public static CompiledModel of(SpecTree tree) {
    return of(SpecBuilder.build(tree));
  }

  static CompiledModel of(Program program) {
    return new CompiledModel(program);
  }

  /** The properties of infinite behaviours, which only TLC checks, by name. */
  public List<String> temporal() {
    return program.temporal();
  }

  /**
   * Explores to the end, or to where something fails.
   *
   * @param threads at least one
   * @param digestsSteps whether the steps are summed up, too
   * @throws InterruptedException if the calling thread is interrupted
   */
  public Found explore(int threads, boolean digestsSteps) throws InterruptedException {
    return explore(threads, digestsSteps, Long.MAX_VALUE);
  }

  /**
   * As {@link #explore(int, boolean)}, but gives up where there are too many states.
   *
   * @param most it gives up behind the level in which there are more states
   */
  Found explore(int threads, boolean digestsSteps, long most) throws InterruptedException {
    return new Explorer(program, factory, threads, digestsSteps, most).explore();
  }

  /** The states of a behaviour, as the rest of the program has them. */
  public List<State> states(Found found) {
    List<State> states = new ArrayList<>();
    found.behaviour().forEach(state -> states.add(PlainValues.state(program.variables(), state)));
    return states;
  }
}
