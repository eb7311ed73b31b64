package org.mmucheck.compiled;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.compiled.explore.Steps;
import org.mmucheck.compiled.plain.Judge;
import org.mmucheck.compiled.plain.UndecidedException;
import org.mmucheck.compiled.value.EvaluationException;
import org.mmucheck.compiled.value.Val;
import org.mmucheck.graph.TransitionGraph;
import org.mmucheck.spec.Spec;
import org.mmucheck.spec.State;
import org.mmucheck.tlc.syntax.SpecTree;

/**
 * Where two state graphs of one model part first, and who of the two engines is right: the states
 * are evaluated a third way.
 *
 * @param from where the step begins; null if the engines differ on an initial state
 * @param to the state that one of them has
 * @param isTlcs whether TLC has it, and the compiled engine has not
 * @param ruling whether the module has it; empty where that cannot be worked out
 * @param why it cannot be worked out; empty where it can
 */
record Dispute(
    @Nullable State from, State to, boolean isTlcs, Optional<Boolean> ruling, String why) {

  /**
   * Looks for the first state or step that one engine has and the other has not.
   *
   * @param spec TLC's successors
   * @param graph TLC's, whole
   * @param compiled the program
   * @return empty if there is none but for the actions' names
   * @throws EvaluationException if the program cannot compute a state
   */
  static Optional<Dispute> of(
      SpecTree tree, Spec spec, TransitionGraph graph, CompiledModel compiled) {
    Parting parting = new Search(spec, graph, compiled).parting();
    return Optional.ofNullable(parting).map(each -> ruled(tree, each));
  }

  private record Parting(@Nullable State from, State to, boolean isTlcs) {}

  private static Dispute ruled(SpecTree tree, Parting parting) {
    State to = parting.to;
    try {
      Judge judge = new Judge(tree);
      boolean ruling = parting.from == null ? judge.isInitial(to) : judge.isStep(parting.from, to);
      return new Dispute(parting.from, to, parting.isTlcs, Optional.of(ruling), "");
    } catch (UndecidedException e) {
      String why = String.valueOf(e.getMessage());
      return new Dispute(parting.from, to, parting.isTlcs, Optional.empty(), why);
    }
  }

  /** Whether TLC is wrong; empty where that cannot be worked out. */
  Optional<Boolean> isTlcWrong() {
    return ruling.map(has -> has != isTlcs);
  }

  /** One sentence, and the states below it. */
  String told() {
    String what = from == null ? "the initial state" : "the step";
    String who = isTlcs ? "TLC" : "the compiled engine";
    String verdict =
        isTlcWrong()
            .map(
                isTlc ->
                    "evaluated a third way, %s %s %s: %s is wrong"
                        .formatted(
                            from == null ? "Init" : "Next",
                            ruling.orElseThrow() ? "allows" : "does not allow",
                            "it",
                            isTlc ? "TLC" : "the compiled engine"))
            .orElse("who is right cannot be evaluated a third way (" + why + ")");
    String states = from == null ? "\n" + to : "\n" + from + "\nto\n" + to;
    return "only %s has %s below; %s%s".formatted(who, what, verdict, states);
  }

  /** Goes through both graphs side by side, breadth first. */
  private static final class Search {
    private final Spec spec;
    private final TransitionGraph graph;
    private final CompiledModel compiled;
    private final Steps steps;
    private final Deque<Pair> open = new ArrayDeque<>();
    private final BitSet met = new BitSet();

    private record Pair(int state, Val[] values) {}

    Search(Spec spec, TransitionGraph graph, CompiledModel compiled) {
      this.spec = spec;
      this.graph = graph;
      this.compiled = compiled;
      this.steps = compiled.steps();
    }

    @Nullable Parting parting() {
      Map<Long, Integer> initial = new HashMap<>();
      for (int state = 0; state < graph.initialStates(); state++) {
        initial.put(graph.contentHash(state), state);
      }
      Parting parting = compare(null, initial, steps.initial());
      while (parting == null && !open.isEmpty()) {
        Pair at = open.remove();
        Map<Long, Integer> targets = new HashMap<>();
        int end = graph.firstTransition(at.state + 1);
        for (int t = graph.firstTransition(at.state); t < end; t++) {
          targets.put(graph.contentHash(graph.target(t)), graph.target(t));
        }
        parting = compare(at, targets, steps.from(at.values));
      }
      return parting;
    }

    /**
     * @param numbers of the states that TLC has, by hash
     */
    private @Nullable Parting compare(
        @Nullable Pair at, Map<Long, Integer> numbers, List<Steps.Step> compileds) {
      State from = at == null ? null : compiled.state(at.values);
      Set<Long> left = new HashSet<>(numbers.keySet());
      for (Steps.Step step : compileds) {
        Integer state = numbers.get(step.hash());
        left.remove(step.hash());
        if (state == null) {
          return new Parting(from, compiled.state(step.to()), false);
        }
        if (!met.get(state)) {
          met.set(state);
          open.add(new Pair(state, step.to()));
        }
      }
      return left.isEmpty() ? null : new Parting(from, tlcs(from, left.iterator().next()), true);
    }

    /** The state of TLC's with that hash. */
    private State tlcs(@Nullable State from, long hash) {
      Stream<State> all =
          from == null
              ? spec.initialStates().stream()
              : graph.actions().stream().flatMap(each -> spec.next(from, each).stream());
      return all.filter(each -> each.contentHash() == hash).findFirst().orElseThrow();
    }
  }
}
