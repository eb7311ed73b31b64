package org.mmucheck.compiled;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.compiled.CompiledModel.Taped;
import org.mmucheck.compiled.explore.Found;
import org.mmucheck.compiled.value.EvaluationException;
import org.mmucheck.compiled.value.UnsupportedException;
import org.mmucheck.graph.GraphBuilder;
import org.mmucheck.graph.PartialGraph;
import org.mmucheck.spec.State;
import org.mmucheck.tlc.Captured;
import org.mmucheck.tlc.GraphEngine;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcResult;
import org.mmucheck.tlc.TlcSession;
import org.mmucheck.tlc.TlcSpec;

/** The compiled engine in TLC's place. Temporal properties it leaves to TLC. */
public final class CompiledEngine implements GraphEngine {
  /** TLC's for what cannot be evaluated. */
  private static final int NO_VALUE = 75;

  private static final int NO_ASSUMPTION = 10;

  @Override
  public Captured capture(TlcSession session, int workers) throws InterruptedException {
    TlcSpec spec = session.spec();
    CompiledModel compiled = compiled(session);
    Taped taped;
    try {
      taped = compiled.explore(workers, spec.actions());
    } catch (UnsupportedException e) {
      throw refusal(e);
    }
    Found found = taped.found();
    Result result = CompiledCheck.result(found);
    if (result == null) {
      throw new TlcException(NO_VALUE, String.valueOf(found.property()));
    }
    TlcResult said = said(result, found, compiled.states(found));
    return result == Result.SUCCESS
        ? new Captured(said, GraphBuilder.build(spec, taped.recorded()), null)
        : new Captured(said, null, new PartialGraph(spec, taped.recorded()));
  }

  @Override
  public TlcSpec spec(TlcSession session) {
    TlcSpec spec = session.spec();
    CompiledModel compiled = compiled(session);
    try {
      return compiled.spec(spec);
    } catch (UnsupportedException e) {
      throw refusal(e);
    }
  }

  private static CompiledModel compiled(TlcSession session) {
    try {
      return CompiledModel.of(session.tree());
    } catch (UnsupportedException e) {
      throw refusal(e);
    } catch (EvaluationException e) {
      throw noAssumption(e);
    }
  }

  /** In TLC's place: it does not explore a model whose assumptions do not hold, either. */
  static TlcException noAssumption(EvaluationException e) {
    return new TlcException(NO_ASSUMPTION, String.valueOf(e.getMessage()), e);
  }

  /** The model needs TLC. */
  static TlcException refusal(UnsupportedException e) {
    return new TlcException(TlcException.NOT_FIT, String.valueOf(e.getMessage()), e);
  }

  /** In TLC's words. */
  private static TlcResult said(Result result, Found found, List<State> behaviour) {
    TlcResult.@Nullable Behaviour trace =
        behaviour.isEmpty()
            ? null
            : new TlcResult.Behaviour(
                behaviour,
                new ArrayList<>(Collections.nCopies(behaviour.size(), null)),
                null,
                OptionalInt.empty());
    return new TlcResult(
        result,
        found.property(),
        found.distinct(),
        found.generated(),
        found.depth(),
        found.seconds(),
        exitCode(result),
        behaviour.size(),
        trace);
  }

  /** TLC's. */
  private static int exitCode(Result result) {
    return switch (result) {
      case SUCCESS -> 0;
      case DEADLOCK -> 11;
      case SAFETY_FAILURE -> 12;
      case LIVENESS_FAILURE -> 13;
    };
  }
}
