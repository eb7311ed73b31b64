package org.mmucheck.fuzz;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.mmucheck.catalog.Model;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.GuardedBinding;
import org.mmucheck.tlc.TlcSpec;
import org.mmucheck.trace.Trace;

/**
 * What is fuzzed, and what must hold meanwhile.
 *
 * @param model says which property must break, if any
 * @param spec the model's spec
 * @param adapter the implementation of the spec's module
 * @param meta of the trace that is written on a failure; its property and description are replaced
 * @param stateProperties operators of the module that must hold in every state
 * @param stepProperties properties that restrict steps, {@code [][A]_v}
 * @param stepTruth evaluates the step properties
 * @param checksDeadlock whether a state without successors is a failure
 */
public record FuzzTarget(
    Model model,
    Spec spec,
    Adapter adapter,
    Trace.Meta meta,
    List<String> stateProperties,
    List<String> stepProperties,
    StepTruth stepTruth,
    boolean checksDeadlock) {

  /** Whether a property allows a step. */
  @FunctionalInterface
  public interface StepTruth {
    boolean holds(String property, State from, State to);
  }

  public FuzzTarget {
    stateProperties = List.copyOf(stateProperties);
    stepProperties = List.copyOf(stepProperties);
  }

  /**
   * The implementation, set up as the model says.
   *
   * @throws org.mmucheck.subject.FaultException if that fails
   */
  GuardedBinding bind() {
    Set<String> actions = ActionInstance.names(spec.actions());
    GuardedBinding binding = GuardedBinding.of(adapter, spec.vars(), spec.constants(), actions);
    binding.requireActions(actions);
    return binding;
  }

  /** With the invariants of the model's configuration, and without properties of steps. */
  public static FuzzTarget of(Model model, Spec spec, Adapter adapter, Trace.Meta meta) {
    return new FuzzTarget(
        model,
        spec,
        adapter,
        meta,
        spec.invariants(),
        List.of(),
        (property, from, to) -> true,
        model.expected().result() == Model.Result.DEADLOCK);
  }

  /** With every property of the model's configuration that a schedule which ends can break. */
  public static FuzzTarget of(Model model, TlcSpec spec, Adapter adapter, Trace.Meta meta) {
    Set<String> ofStates = new LinkedHashSet<>(spec.invariants());
    ofStates.addAll(new TreeSet<>(spec.stateProperties()));
    return new FuzzTarget(
        model,
        spec,
        adapter,
        meta,
        List.copyOf(ofStates),
        List.copyOf(new TreeSet<>(spec.stepProperties())),
        spec::stepHolds,
        spec.checksDeadlock());
  }
}
