package org.mmucheck.compiled;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.compiled.build.Program;
import org.mmucheck.compiled.build.SpecBuilder;
import org.mmucheck.compiled.code.MachineFactory;
import org.mmucheck.compiled.explore.Explorer;
import org.mmucheck.compiled.explore.Found;
import org.mmucheck.compiled.explore.Steps;
import org.mmucheck.compiled.explore.Taping;
import org.mmucheck.compiled.value.UnsupportedException;
import org.mmucheck.compiled.value.Val;
import org.mmucheck.graph.Recorded;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.tlc.TlcSession;
import org.mmucheck.tlc.TlcSessions;
import org.mmucheck.tlc.TlcSpec;
import org.mmucheck.tlc.syntax.SpecTree;
import org.mmucheck.value.ContentHash;
import org.mmucheck.value.Value;

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
    long @Nullable [] labels =
        digestsSteps
            ? instances().stream().mapToLong(each -> ContentHash.of(each.toString())).toArray()
            : null;
    return new Explorer(program, factory, threads, labels, most, null).explore(false);
  }

  /**
   * As {@link #explore(int, boolean)}, with the behaviour that fails, if one does.
   *
   * @throws InterruptedException if the calling thread is interrupted
   */
  Found exploreForBehaviour(int threads) throws InterruptedException {
    return new Explorer(program, factory, threads, null, Long.MAX_VALUE, null).explore(true);
  }

  /**
   * Explores and records the graph.
   *
   * @param actions the labels; an action of the program that is none of them is refused
   * @throws UnsupportedException if the next-state relation falls apart into other actions
   * @throws InterruptedException if the calling thread is interrupted
   */
  Taped explore(int threads, List<ActionInstance> actions) throws InterruptedException {
    List<ActionInstance> own = instances(actions);
    Taping taping = new Taping(own.stream().mapToInt(actions::indexOf).toArray());
    Found found =
        new Explorer(program, factory, threads, null, Long.MAX_VALUE, taping).explore(true);
    return new Taped(found, taping.recorded());
  }

  /**
   * A spec that is evaluated by what was compiled of it.
   *
   * @param tlc of the same model; what is not compiled is asked of it
   * @throws UnsupportedException if the next-state relation falls apart into other actions
   */
  TlcSpec spec(TlcSpec tlc) {
    return new CompiledSpec(tlc, program, factory.create(), instances(tlc.actions()));
  }

  private List<ActionInstance> instances(List<ActionInstance> known) {
    List<ActionInstance> own = instances();
    for (ActionInstance action : own) {
      if (!known.contains(action)) {
        throw new UnsupportedException("", "the action " + action + ", which TLC does not have");
      }
    }
    return own;
  }

  /** The actions, as the rest of the program has them; some may be there several times. */
  private List<ActionInstance> instances() {
    List<ActionInstance> instances = new ArrayList<>();
    for (Program.Instance instance : program.actions()) {
      Map<String, Value> args = new LinkedHashMap<>();
      instance.args().forEach((name, value) -> args.put(name, PlainValues.of(value)));
      instances.add(new ActionInstance(instance.name(), args));
    }
    return instances;
  }

  /** What an exploration found and recorded. */
  record Taped(Found found, Recorded recorded) {}

  /** Its states and steps one at a time. */
  Steps steps() {
    return new Steps(program, factory);
  }

  /** A state, as the rest of the program has it. */
  State state(Val[] values) {
    return PlainValues.state(program.variables(), values);
  }

  /** The states of a behaviour, as the rest of the program has them. */
  public List<State> states(Found found) {
    List<State> states = new ArrayList<>();
    found.behaviour().forEach(state -> states.add(state(state)));
    return states;
  }
}
