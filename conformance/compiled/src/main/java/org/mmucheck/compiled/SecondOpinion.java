package org.mmucheck.compiled;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.compiled.explore.Found;
import org.mmucheck.compiled.value.EvaluationException;
import org.mmucheck.compiled.value.UnsupportedException;
import org.mmucheck.graph.CapturedGraph;
import org.mmucheck.spec.Spec;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcResult;
import org.mmucheck.tlc.TlcSession;
import org.mmucheck.tlc.Witness;
import org.mmucheck.tlc.syntax.SpecTree;

/**
 * What the compiled engine finds where TLC has found something: what TLA+'s parser has read once
 * serves both.
 *
 * <p>Concurrency: the threads that check ask beside each other; each model has one opinion.
 */
public final class SecondOpinion implements Witness {
  private final Map<Model, Opinion> opinions = new ConcurrentHashMap<>();

  /** How the two engines stand to each other. */
  public enum Agreement {
    EQUAL,
    DIFFERENT,
    /** TLC found a temporal property broken, which the compiled engine does not check. */
    LEFT_TO_TLC,
    /** The compiled engine does not know a construct. */
    REFUSED
  }

  /**
   * What came of one model.
   *
   * @param why the differences, or what was refused, one sentence each
   */
  public record Opinion(Agreement agreement, List<String> why) {
    public Opinion {
      why = List.copyOf(why);
    }
  }

  @Override
  public void saw(
      List<Model> models,
      TlcSession session,
      TlcResult result,
      @Nullable CapturedGraph graph,
      int workers)
      throws InterruptedException {
    Opinion opinion = opinion(session::tree, session::spec, result, graph, workers);
    models.forEach(model -> opinions.put(model, opinion));
  }

  @Override
  public void sawBroken(Model model, String predicate, TlcSession session, TlcResult result)
      throws InterruptedException {
    opinions.put(
        model,
        opinion(
            () -> session.tree().checking(List.of(predicate), List.of(), false),
            session::spec,
            result,
            null,
            1));
  }

  /** Reads what is compiled. */
  private interface Reading {
    SpecTree tree();
  }

  private static Opinion opinion(
      Reading reading,
      Supplier<? extends Spec> spec,
      TlcResult result,
      @Nullable CapturedGraph graph,
      int workers)
      throws InterruptedException {
    try {
      SpecTree tree = reading.tree();
      CompiledModel compiled = CompiledModel.of(tree);
      if (Comparison.isTemporal(compiled, result)) {
        return new Opinion(Agreement.LEFT_TO_TLC, List.of());
      }
      Found found = compiled.explore(workers, graph != null);
      List<String> differences =
          Comparison.judged(
              Comparison.differences(result, graph, found, workers == 1),
              tree,
              spec,
              graph,
              compiled);
      return new Opinion(
          differences.isEmpty() ? Agreement.EQUAL : Agreement.DIFFERENT, differences);
    } catch (UnsupportedException e) {
      return new Opinion(Agreement.REFUSED, List.of(String.valueOf(e.getMessage())));
    } catch (EvaluationException | TlcException e) {
      return new Opinion(Agreement.DIFFERENT, List.of(String.valueOf(e.getMessage())));
    }
  }

  /** What came of a model; null if TLC came to no verdict. */
  public @Nullable Opinion of(Model model) {
    return opinions.get(model);
  }

  /** How many models it has an opinion of. */
  public int size() {
    return opinions.size();
  }
}
