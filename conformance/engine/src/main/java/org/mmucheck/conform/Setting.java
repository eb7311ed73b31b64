package org.mmucheck.conform;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.mmucheck.graph.TransitionGraph;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.spec.State;
import org.mmucheck.subject.ActionIndex;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Fault;
import org.mmucheck.subject.GuardedBinding;
import org.mmucheck.subject.LeftThread;
import org.mmucheck.subject.Subject;

/**
 * What is compared with what: a spec's graph, and an implementation set up as the same model says.
 */
final class Setting {
  final TransitionGraph graph;
  final Adapter adapter;
  final List<ActionInstance> actions;
  final List<String> vars;

  /** The model's properties that the code has a verdict on. */
  final List<String> properties;

  /** The actions as the code's subjects know them. */
  final ActionIndex index;

  final Fingerprint.Template template;

  /** For fingerprints that another run can compare. */
  final Fingerprint.Template portable;

  private final GuardedBinding binding;
  private final BiPredicate<String, State> holds;
  private final List<String> offeredInVain;

  Setting(Spec spec, List<String> properties, TransitionGraph graph, Adapter adapter) {
    this.graph = graph;
    this.adapter = adapter;
    this.actions = graph.actions();
    this.vars = spec.vars();
    this.binding =
        GuardedBinding.of(adapter, vars, spec.constants(), ActionInstance.names(actions));
    this.holds = spec::holds;
    this.offeredInVain = offeredInVain(spec);
    binding.requireActions(ActionInstance.names(actions));
    List<String> own = new ArrayList<>();
    try (Subject subject = start()) {
      index = subject.index(actions);
      template = new Fingerprint(subject.implementation()).template();
      portable = Fingerprint.portable(subject.implementation());
      for (String property : properties) {
        if (subject.holds(property).isPresent()) {
          own.add(property);
        }
      }
    }
    this.properties = List.copyOf(own);
  }

  /** An action that the code has, and the spec leaves out of its Next; null if none. */
  @Nullable String leftOut() {
    return offeredInVain.isEmpty() ? null : offeredInVain.getFirst();
  }

  Subject start() {
    return binding.start();
  }

  /** What the binding says that the module has, and of all that the adapter knows what it has. */
  private List<String> offeredInVain(Spec spec) {
    TreeSet<String> offered = new TreeSet<>(binding.offers());
    offered.removeIf(spec::isInNext);
    Set<String> leftOut = spec.leftOutOfNext();
    binding.known().stream().filter(leftOut::contains).forEach(offered::add);
    return List.copyOf(offered);
  }

  /** The threads that the code has left behind. */
  List<LeftThread> left() throws InterruptedException {
    return binding.left();
  }

  /** What a controller's end says of the code. */
  Fault fault(Throwable thrown) {
    return binding.fault(thrown);
  }

  /** Whether the spec has the property in a state; by any thread. */
  boolean holds(String property, int state) {
    synchronized (graph) { // which evaluates the same spec
      return holds.test(property, graph.state(state));
    }
  }
}
